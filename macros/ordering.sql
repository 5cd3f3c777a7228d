{# A text to order by, the same in every database: by its bytes, capitals first. #}
{% macro in_byte_order(column) -%}
    {{ adapter.dispatch('in_byte_order')(column) }}
{%- endmacro %}

{% macro default__in_byte_order(column) -%} {{ column }} {%- endmacro %}

{% macro postgres__in_byte_order(column) -%} {{ column }} collate "C" {%- endmacro %}
