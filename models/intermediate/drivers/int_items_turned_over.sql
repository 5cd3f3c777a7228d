{#
Grain: one row per way of counting, customer, item and month at one of whose month-ends only the
item is in force; items that end and begin in one subscription replace each other.
#}

{{ config(materialized='view') }}

with

items as (

    select * from {{ ref('int_items_come_and_gone') }}
    where other_plan_id is null

),

compared as (

    select
        counted_at,
        customer_id,
        subscription_item_id,
        subscription_id,
        product_id,
        first_value(product_id) over (
            partition by counted_at, customer_id, subscription_id, month_start
            order by
                case fate when 'begun' then 0 else 1 end,
                list_change desc,
                {{ in_byte_order('subscription_item_id') }}
        ) as largest_begun_product_id,
        month_start,
        fate,
        movement,
        min(fate) over items_of_subscription <> max(fate) over items_of_subscription
            as is_replacement,
        is_of_known_product,
        list_change,
        discounted_change,
        paused_change,
        mrr_change

    from items

    window items_of_subscription as (
        partition by counted_at, customer_id, subscription_id, month_start
    )

)

select * from compared
