{#
Grain: one row per way of counting, customer, product and month with a change of one of its items;
what each driver changes, and the last of them, which takes what rounding leaves.
#}

{{ config(materialized='view') }}

{%- set ids = ['counted_at', 'customer_id', 'product_id', 'month_start', 'movement'] %}
{%- set list_drivers = ['cross_sell', 'plan', 'price', 'product_removed'] %}

with

changes as (

    select * from {{ ref('int_item_changes_matched') }}

),

summed as (

    select
        {{ ids | join(',\n        ') }},
        {% for driver in list_drivers %}
        sum(case when list_driver = '{{ driver }}' then list_change - quantity_change else 0 end)
            as {{ driver }}_change,
        {% endfor %}
        sum(case when list_driver = 'quantity' then list_change else quantity_change end)
            as quantity_change,
        -sum(discounted_change) as discount_change,
        -sum(paused_change) as pause_change,
        sum(mrr_change - list_change + discounted_change + paused_change) as rounding_change

    from changes

    group by {{ ids | join(', ') }}

),

ordered as (

    select
        {{ ids | join(',\n        ') }},
        case
            when pause_change <> 0 then 'pause'
            when discount_change <> 0 then 'discount'
            when quantity_change <> 0 then 'quantity'
            when product_removed_change <> 0 then 'product_removed'
            when price_change <> 0 then 'price'
            when plan_change <> 0 then 'plan'
            when cross_sell_change <> 0 then 'cross_sell'
            else 'price'
        end as last_driver,
        {% for driver in list_drivers %}
        {{ driver }}_change,
        {% endfor %}
        quantity_change,
        discount_change,
        pause_change,
        rounding_change

    from summed

)

select * from ordered
