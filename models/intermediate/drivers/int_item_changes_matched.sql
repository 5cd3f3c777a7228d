{#
Grain: one row per reporting level, customer, item and month in which its state changes; the product
that the change counts for, whether it is one of plans, and what of it another quantity does.
#}

{%- set amounts = ['list_change', 'discounted_change', 'paused_change', 'mrr_change'] %}

with

changes as (

    select * from {{ ref('int_item_changes') }}

),

plans as (

    select * from {{ ref('int_plans_normalised') }}

),

turned_over as (

    select * from {{ ref('int_items_turned_over') }}

),

migrated as (

    select * from {{ ref('int_products_migrated') }}

),

quantified as (

    select
        changes.reporting_level,
        changes.customer_id,
        coalesce(changes.closing_product_id, changes.opening_product_id) as product_id,
        changes.month_start,
        'kept' as fate,
        coalesce(changes.opening_plan_id <> changes.closing_plan_id, false) as is_plan_change,
        changes.{{ amounts | join(',\n        changes.') }},
        coalesce(
            case when changes.closing_quantity < changes.opening_quantity then -1 else 1 end
            * {{ money(from_millionths(rounded_quotient(
                millionths('abs(changes.closing_quantity - changes.opening_quantity)'),
                millionths('changes.opening_unit_amount') ~ ' * plans.billings_per_year',
                '12000000 * plans.billing_interval_count'
            )) ~ ' * changes.opening_rate') }},
            0
        ) as quantity_change

    from changes

    left join plans
        on changes.opening_plan_id = plans.plan_id
        and changes.closing_plan_id = plans.plan_id

    where changes.opening_states > 0 and changes.closing_states > 0

),

replaced as (

    select
        turned_over.reporting_level,
        turned_over.customer_id,
        case
            when turned_over.is_replacement then turned_over.largest_begun_product_id
            else turned_over.product_id
        end as product_id,
        turned_over.month_start,
        case when turned_over.has_begun then 'begun' else 'ended' end as fate,
        turned_over.is_replacement or migrated.product_id is not null as is_plan_change,
        turned_over.{{ amounts | join(',\n        turned_over.') }},
        0 as quantity_change

    from turned_over

    left join migrated
        on turned_over.reporting_level = migrated.reporting_level
        and turned_over.customer_id = migrated.customer_id
        and turned_over.product_id = migrated.product_id
        and turned_over.month_start = migrated.month_start

),

matched as (

    select * from quantified
    union all
    select * from replaced

)

select * from matched
