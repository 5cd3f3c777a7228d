{#
Grain: one row per reporting level, customer, month and product that leaves a subscription for
another: all its items in one end, and items of it begin in another.
#}

with

states as (

    select * from {{ ref('int_item_states_signed') }}

),

items as (

    select * from {{ ref('int_items_turned_over') }}
    where not is_replacement

),

counted as (

    select
        reporting_level,
        customer_id,
        subscription_id,
        product_id,
        month_start,
        sum(sum(sign)) over (
            partition by reporting_level, customer_id, subscription_id, product_id
            order by month_start
            rows between unbounded preceding and current row
        ) - sum(sign) as opening_states

    from states

    group by reporting_level, customer_id, subscription_id, product_id, month_start

),

ended as (

    select
        reporting_level,
        customer_id,
        subscription_id,
        product_id,
        month_start,
        sum(opening_states) as ended_states

    from items

    where not has_begun

    group by reporting_level, customer_id, subscription_id, product_id, month_start

),

migrated as (

    select distinct
        items.reporting_level,
        items.customer_id,
        items.product_id,
        items.month_start

    from items

    inner join ended
        on items.reporting_level = ended.reporting_level
        and items.customer_id = ended.customer_id
        and items.product_id = ended.product_id
        and items.month_start = ended.month_start

    inner join counted
        on ended.reporting_level = counted.reporting_level
        and ended.customer_id = counted.customer_id
        and ended.subscription_id = counted.subscription_id
        and ended.product_id = counted.product_id
        and ended.month_start = counted.month_start
        and ended.ended_states = counted.opening_states

    where items.has_begun

)

select * from migrated
