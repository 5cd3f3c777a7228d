{# Grain: one row per account and raw table; how many rows, when each key counts once. #}

{{ config(materialized='incremental') }}

with

{% for table in account_tables() %}
{{ table }} as (

    select * from {{ ref('int_' ~ table ~ '_checked') }}

),

{% endfor %}
delivered as (

    {% for table in account_tables() %}
    select
        account_id,
        '{{ table }}' as table_name,
        count(*) as rows_last_delivered,
        {{ money(
            'coalesce(sum(readable_mrr), 0)' if table == 'subscription_items' else '0'
        ) }} as readable_mrr

    from {{ table }}

    group by account_id

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from delivered
