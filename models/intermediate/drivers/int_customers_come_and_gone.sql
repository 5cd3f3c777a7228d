{#
Grain: one row per way of counting, customer, product and month in which the customer comes from or
goes to 0; the whole change, and its one driver.
#}

{{ config(materialized='view') }}

{%- set ids = ['counted_at', 'customer_id', 'month_start'] %}
{%- set month_before = add_months('month_start', -1) %}

with

states as (

    select * from {{ ref('int_items_at_month_ends') }}

),

movements as (

    select
        counted_at,
        customer_id,
        month_start,
        movement,
        case when movement = 'churn' then {{ month_before }} else month_start end as paid_month,
        case when movement = 'churn' then month_start else {{ month_before }} end as unpaid_month

    from {{ ref('int_mrr_movements') }}

    where movement in ('new', 'reactivation', 'churn')

),

paid_for as (

    select
        movements.{{ ids | join(',\n        movements.') }},
        movements.movement,
        states.product_id,
        case when movements.movement = 'churn' then -1 else 1 end * sum(states.mrr) as mrr_change

    from movements

    inner join states
        on movements.counted_at = states.counted_at
        and movements.customer_id = states.customer_id
        and movements.paid_month >= states.starts_month
        and movements.paid_month < states.ends_month

    where states.mrr > 0

    group by movements.{{ ids | join(', movements.') }}, movements.movement, states.product_id

),

free as (

    select
        movements.{{ ids | join(',\n        movements.') }},
        max(case when states.is_paused then 1 else 0 end) = 1 as is_paused

    from movements

    inner join states
        on movements.counted_at = states.counted_at
        and movements.customer_id = states.customer_id
        and movements.unpaid_month >= states.starts_month
        and movements.unpaid_month < states.ends_month

    where states.has_price and states.mrr = 0  -- which is all that can be in force there

    group by movements.{{ ids | join(', movements.') }}

),

caused as (

    select
        paid_for.{{ ids | join(',\n        paid_for.') }},
        paid_for.product_id,
        paid_for.movement,
        case
            when free.is_paused and paid_for.movement = 'churn' then 'pause'
            when free.is_paused then 'resume'
            when free.counted_at is not null then 'discount'
            else paid_for.movement
        end as driver,
        {{ money('paid_for.mrr_change') }} as mrr_change

    from paid_for

    left join free
        on paid_for.counted_at = free.counted_at
        and paid_for.customer_id = free.customer_id
        and paid_for.month_start = free.month_start

)

select * from caused
