{#
Grain: one row per way of counting, customer, month and product that leaves a subscription for
another: all its items in one end, and items of it begin in another.
#}

{%- set ids = ['counted_at', 'customer_id', 'product_id', 'month_start'] %}

with

items as (

    select * from {{ ref('int_items_turned_over') }}
    where not is_replacement

),

states as (

    select * from {{ ref('int_items_at_month_ends') }}

),

ended as (

    select
        {{ ids | join(',\n        ') }},
        subscription_id,
        count(*) as ended_items

    from items

    where fate = 'ended'

    group by {{ ids | join(', ') }}, subscription_id

),

begun as (

    select distinct {{ ids | join(', ') }}
    from items
    where fate = 'begun'

),

left_altogether as (

    select
        ended.{{ ids | join(',\n        ended.') }},
        ended.subscription_id

    from ended

    inner join begun
        on ended.counted_at = begun.counted_at
        and ended.customer_id = begun.customer_id
        and ended.product_id = begun.product_id
        and ended.month_start = begun.month_start

    inner join states
        on ended.counted_at = states.counted_at
        and ended.customer_id = states.customer_id
        and ended.subscription_id = states.subscription_id
        and ended.product_id = states.product_id
        and ended.month_start > states.starts_month
        and ended.month_start <= states.ends_month

    group by ended.{{ ids | join(', ended.') }}, ended.subscription_id, ended.ended_items

    having count(distinct states.subscription_item_id) = ended.ended_items

),

migrated as (

    select distinct {{ ids | join(', ') }} from left_altogether

)

select * from migrated
