{#
Grain: one row per way of counting, customer, item, currency and month in which the item's state
changes while the customer pays at both month-ends; what it was and what it is.
#}

with

changes as (

    select * from {{ ref('int_item_states_paired') }}

),

periods as (

    select * from {{ ref('int_periods_renewed') }}

),

paid_stretches as (

    select
        counted_at,
        customer_id,
        starts_month,
        ends_month,
        case when opening_mrr > 0 then starts_month else {{ add_months('starts_month', 1) }} end
            as paid_from_month,
        movement

    from periods

    where mrr > 0

),

paid as (

    select
        changes.counted_at,
        changes.customer_id,
        changes.subscription_item_id,
        changes.subscription_id,
        changes.plan_id,
        changes.product_id,
        changes.opening_plan_id,
        changes.month_start,
        changes.fate,
        case
            when changes.month_start = paid_stretches.starts_month then paid_stretches.movement
            else 'unchanged'
        end as movement,
        changes.opening_quantity,
        changes.closing_quantity,
        changes.opening_unit_amount,
        changes.list_change,
        changes.discounted_change,
        changes.paused_change,
        changes.mrr_change,
        changes.opening_rate

    from changes

    inner join paid_stretches
        on changes.counted_at = paid_stretches.counted_at
        and changes.customer_id = paid_stretches.customer_id
        and changes.month_start >= paid_stretches.paid_from_month
        and changes.month_start < paid_stretches.ends_month

)

select * from paid
