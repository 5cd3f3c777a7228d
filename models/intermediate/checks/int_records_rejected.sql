{# Grain: one row per rejected raw row of a table whose rows belong to accounts. #}

{{ config(materialized='incremental') }}

with

{% for table in account_tables() %}
{{ table }} as (

    select * from {{ ref('int_' ~ table ~ '_checked') }}
    where problem is not null

),

{% endfor %}
rejected as (

    {% for table in account_tables() %}
    select
        account_id,
        {{ rejection(table) }}

    from {{ table }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from rejected
