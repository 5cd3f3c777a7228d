{#
Grain: one row per way of counting, customer, item, currency and month in which its state changes,
in force at both month-ends; what another quantity changes at the old price.
#}

{{ config(materialized='view') }}

with

changes as (

    select * from {{ ref('int_item_changes') }}
    where fate = 'kept'

),

plans as (

    select * from {{ ref('int_plans_normalised') }}

),

quantified as (

    select
        changes.counted_at,
        changes.customer_id,
        changes.product_id,
        changes.month_start,
        changes.movement,
        changes.plan_id <> changes.opening_plan_id as is_plan_change,
        changes.list_change,
        changes.discounted_change,
        changes.paused_change,
        changes.mrr_change,
        case
            when
                changes.plan_id <> changes.opening_plan_id
                or changes.closing_quantity = changes.opening_quantity
                then 0
            else
                case when changes.closing_quantity < changes.opening_quantity then -1 else 1 end
                * {{ money(from_millionths(rounded_quotient(
                    millionths('abs(changes.closing_quantity - changes.opening_quantity)'),
                    millionths('changes.opening_unit_amount') ~ ' * plans.billings_per_year',
                    '12000000 * plans.billing_interval_count'
                )) ~ ' * changes.opening_rate') }}
        end as quantity_change

    from changes

    inner join plans on changes.opening_plan_id = plans.plan_id

)

select * from quantified
