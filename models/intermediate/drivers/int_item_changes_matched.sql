{#
Grain: one row per way of counting, customer, month and item that changes, or currency of it; the
product that the change counts for, and what drives the change of its list MRR.
#}

{{ config(materialized='view') }}

{%- set ids = ['counted_at', 'customer_id', 'month_start', 'movement'] %}
{%- set amounts = ['list_change', 'discounted_change', 'paused_change', 'mrr_change'] %}

with

kept as (

    select * from {{ ref('int_items_kept') }}

),

come_and_gone as (

    select * from {{ ref('int_items_come_and_gone') }}
    where other_plan_id is not null

),

turned_over as (

    select * from {{ ref('int_items_turned_over') }}

),

migrated as (

    select * from {{ ref('int_products_migrated') }}

),

matched as (

    select
        {{ ids | join(',\n        ') }},
        product_id,
        case when is_plan_change then 'plan' else 'price' end as list_driver,
        {{ amounts | join(',\n        ') }},
        quantity_change

    from kept

    union all

    select
        {{ ids | join(',\n        ') }},
        case when fate = 'ended' then other_product_id else product_id end as product_id,
        case when plan_id <> other_plan_id then 'plan' else 'price' end as list_driver,
        {{ amounts | join(',\n        ') }},
        0 as quantity_change

    from come_and_gone

    union all

    select
        turned_over.{{ ids | join(',\n        turned_over.') }},
        case
            when turned_over.is_replacement then turned_over.largest_begun_product_id
            else turned_over.product_id
        end as product_id,
        case
            when turned_over.is_replacement or migrated.product_id is not null then 'plan'
            when turned_over.is_of_known_product then 'quantity'
            when turned_over.fate = 'begun' then 'cross_sell'
            else 'product_removed'
        end as list_driver,
        turned_over.{{ amounts | join(',\n        turned_over.') }},
        0 as quantity_change

    from turned_over

    left join migrated
        on turned_over.counted_at = migrated.counted_at
        and turned_over.customer_id = migrated.customer_id
        and turned_over.product_id = migrated.product_id
        and turned_over.month_start = migrated.month_start

)

select * from matched
