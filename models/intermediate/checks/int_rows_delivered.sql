{# Grain: one row per raw table; how many rows it has, and how many when each key counts once. #}

{%- set tables = [
    'customers', 'products', 'plans', 'subscriptions', 'subscription_items', 'discounts',
    'subscription_pauses', 'usage_charges', 'exchange_rates',
] %}

with

counted as (

    {% for table in tables %}
    select
        '{{ table }}' as table_name,
        (select count(*) from {{ raw(table) }} as raw_rows) as rows_read,
        (select count(*) from {{ ref('int_' ~ table ~ '_checked') }}) as rows_last_delivered

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from counted
