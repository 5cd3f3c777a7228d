{# A rate, 0 or more, as a reader says it: 1.042500 is 104.3%. Rounds half away from zero. #}
{% macro percent_text(rate) -%}
    cast(cast({{ rate }} * 100 as numeric(28, 1)) as text) || '%'
{%- endmacro %}
