{#
The rows of a raw table, each key once: a key that was delivered again counts as it was delivered
last. Equal times are decided by the contents, so that every run takes the same row. A row without a
whole key is never a re-delivery. Only what may be one is ranked; all other rows pass as they are.
A build that reads a few rows of a large table looks for them once.
#}
{% macro latest_delivery(table, parsed) -%}
    {%- set rows = 'raw_' ~ table -%}
    with {{ rows }} as {{ 'not ' if reads_every_row(table) }}materialized (
        select {{ contract_columns(table) | join(', ') }} from {{ raw_rows(table) }} as {{ rows }}
    ),

    {{ each_key_once(rows, raw_key(table), parsed) }}
{%- endmacro %}

{% macro each_key_once(rows, key, parsed) -%}
    {%- set may_be_repeated = '(' ~ has_whole_key(key) ~ ' and ' ~ as_text(key[0])
        ~ ' in (select repeated.first_column from repeated))' -%}
    repeated as (
        select {{ as_text(key[0]) }} as first_column from {{ rows }}
        where {{ is_filled(key[0]) }}
        group by {{ key_as_read(key, parsed) }}
        having count(*) > 1
    )

    select * from {{ rows }} where not {{ may_be_repeated }}
    union all (
        select distinct on ({{ key_as_read(key, parsed) }}) * from {{ rows }}
        where {{ may_be_repeated }}
        order by {{ key_as_read(key, parsed) }}, {{ parsed.updated_at }} desc nulls last,
            {{ row_as_json(rows) }}
    )
{%- endmacro %}


{# Whether every column of the key is filled. #}
{% macro has_whole_key(key) -%}
    {%- set filled = [] -%}
    {%- for column in key -%}
        {%- do filled.append(is_filled(column)) -%}
    {%- endfor -%}
    {{ filled | join(' and ') }}
{%- endmacro %}

{# What two deliveries of one key have in common: its columns as read, or as they came. #}
{% macro key_as_read(key, parsed) -%}
    {%- set parts = [] -%}
    {%- for column in key -%}
        {%- if column in parsed -%}
            {%- do parts.append(parsed[column]) -%}
            {%- do parts.append(
                'case when ' ~ parsed[column] ~ ' is null then ' ~ as_text(column) ~ ' end'
            ) -%}
        {%- else -%}
            {%- do parts.append(as_text(column)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ parts | join(', ') }}
{%- endmacro %}


{# What the quarantine needs of a raw row: its key, whether that is whole, what does not parse. #}
{% macro quarantine_columns(table, parsed, required=[]) -%}
    {%- set key = raw_key(table) -%}
    {%- set parts = [] -%}
    {%- for column in key -%}
        {%- set value = key_as_text(column, parsed[column]) if column in parsed else 'null' -%}
        {%- do parts.append('coalesce(' ~ value ~ ', ' ~ as_text(column) ~ ", '')") -%}
    {%- endfor -%}
    {{ has_whole_key(key) }} as has_key,
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
    replace(to_char({{ in_zone(column, 'UTC') }}, 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')
{%- endmacro %}

{% macro duckdb__instant_as_text(column) -%}
    replace(strftime({{ in_zone(column, 'UTC') }}, '%Y-%m-%d %H:%M:%S.%f'), '.000000', '')
{%- endmacro %}


{# The first steps of every ladder of problems. #}
{% macro reading_problems(cte) -%}
    when not {{ cte }}.has_key then 'missing_key: a column of the key is empty'
    when {{ cte }}.unparsable is not null then 'unparsable: ' || {{ cte }}.unparsable
{%- endmacro %}


{# What the quarantine shows of a row with a problem. #}
{% macro rejection(table) -%}
    '{{ raw_source(table) }}' as source_system,
    '{{ table }}' as table_name,
    record_key,
    {{ dbt.split_part('problem', "':'", 1) }} as reason,
    substring(problem from position(': ' in problem) + 2) as detail,
    raw_record,
    {{ 'readable_mrr' if table == 'subscription_items' else money('null') }} as mrr_at_stake
{%- endmacro %}
