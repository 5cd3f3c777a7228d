{#
Grain: one row per item version and stretch of months at whose ends its state is the same; its list
MRR, less what discounts take off it, less what a pause does, is its MRR but for rounding.
#}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

at_month_ends as (

    select
        subscription_item_id,
        subscription_id,
        account_id,
        plan_id,
        product_id,
        {{ month_of('starts_on') }} as starts_month,
        case
            when ends_on <= {{ as_of_date() }} then {{ month_of('ends_on') }}
            else {{ add_months(month_of(as_of_date()), 1) }}
        end as ends_month,
        list_amount > 0 as has_price,
        is_paused,
        quantity,
        unit_amount,
        {{ money('list_amount * rate') }} as list_mrr,
        {{ money('discount_amount * rate') }} as discounted_mrr,
        case
            when is_paused then {{ money('(list_amount - discount_amount) * rate') }}
            else 0
        end as paused_mrr,
        mrr,
        rate

    from items

    where starts_on <= {{ as_of_date() }}

)

select * from at_month_ends where starts_month < ends_month
