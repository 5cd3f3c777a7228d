{#
The rows of a CTE, each key once: a key that was delivered again counts as it was delivered last.
Equal times are decided by the contents, so that every run takes the same row. A row without a whole
key is never a re-delivery.
#}
{% macro latest_delivery(cte) -%}
    {{ adapter.dispatch('latest_delivery')(cte) }}
{%- endmacro %}

{% macro default__latest_delivery(cte) -%}
    (
        select distinct on (record_key) * from {{ cte }}
        where has_key
        order by record_key, updated_at desc nulls last, raw_record
    )

    union all

    select * from {{ cte }} where not has_key
{%- endmacro %}


{# What the quarantine needs of a raw row: its key, whether that is whole, what does not parse. #}
{% macro quarantine_columns(table, parsed, required=[]) -%}
    {%- set key = raw_key(table) -%}
    {%- set parts = [] -%}
    {%- for column in key -%}
        {%- set value = key_as_text(column, parsed[column]) if column in parsed else 'null' -%}
        {%- do parts.append('coalesce(' ~ value ~ ', ' ~ as_text(column) ~ ", '')") -%}
    {%- endfor -%}
    nullif(cast({{ key | join(" as text), '') is not null and nullif(cast(") }} as text), '')
    is not null as has_key,
    {{ parts | join(" || '|' || ") }} as record_key,
    {{ unparsable(parsed, required) }} as unparsable,
    {{ row_as_json('raw_' ~ table) }} as raw_record
{%- endmacro %}

{# A day or an instant of a key as text; instants in UTC. #}
{% macro key_as_text(column, value) -%}
    {{ instant_as_text(value) if column in ['valid_from', 'paused_at']
        else 'cast(' ~ value ~ ' as text)' }}
{%- endmacro %}


{# A whole row as JSON text. #}
{% macro row_as_json(cte) -%}
    {{ adapter.dispatch('row_as_json')(cte) }}
{%- endmacro %}

{% macro default__row_as_json(cte) -%} cast(to_json({{ cte }}) as text) {%- endmacro %}


{# An instant as text, in UTC, with its microseconds where it has any. #}
{% macro instant_as_text(column) -%}
    {{ adapter.dispatch('instant_as_text')(column) }}
{%- endmacro %}

{% macro default__instant_as_text(column) -%}
    replace(to_char(({{ column }}) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')
{%- endmacro %}

{% macro duckdb__instant_as_text(column) -%}
    replace(strftime(({{ column }}) at time zone 'UTC', '%Y-%m-%d %H:%M:%S.%f'), '.000000', '')
{%- endmacro %}


{# The first steps of every ladder of problems. #}
{% macro reading_problems(cte) -%}
    when not {{ cte }}.has_key then 'missing_key: a column of the key is empty'
    when {{ cte }}.unparsable is not null then 'unparsable: ' || {{ cte }}.unparsable
{%- endmacro %}
