{#
The rows of a CTE, each key once: a key that was delivered again counts as it was delivered last.
Equal times are decided by the contents, so that every run takes the same row.
#}
{% macro latest_delivery(cte, key) -%}
    {{ adapter.dispatch('latest_delivery')(cte, key) }}
{%- endmacro %}

{% macro default__latest_delivery(cte, key) -%}
    select distinct on ({{ key | join(', ') }}) *
    from {{ cte }}
    order by {{ key | join(', ') }}, updated_at desc nulls last, cast({{ cte }} as text)
{%- endmacro %}


{# Loaders deliver an unknown text as an empty one. #}
{% macro text_or_null(column) -%}
    nullif(cast({{ column }} as text), '')
{%- endmacro %}


{# Text goes through a type that knows its offset; without one it is UTC. #}
{% macro instant(column) -%}
    cast({{ column }} as timestamptz)
{%- endmacro %}
