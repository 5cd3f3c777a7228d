{#
Grain: one row per item and stretch with a discount; what its discounts take off its list amount.
Percents are rounded once; fixed amounts apply to what is left; nothing goes below 0.
#}

with

items as (

    select * from {{ ref('int_items_stretched') }}

),

stacked as (

    select * from {{ ref('int_discounts_stacked') }}

),

shares as (

    select * from {{ ref('int_discounts_shared') }}

),

discounted as (

    select
        items.subscription_item_id,
        items.starts_on,
        least(
            items.list_amount,
            {{ from_millionths(rounded_quotient(
                millionths('items.list_amount'),
                'stacked.parts - stacked.parts_kept',
                'stacked.parts'
            )) }}
            + {{ from_millionths(rounded_quotient(
                millionths('stacked.amount_off'),
                'items.billings_per_year',
                '12 * items.billing_interval_count'
            )) }}
            + coalesce(shares.amount_off, 0)
        ) as discount_amount

    from items

    inner join stacked
        on items.subscription_item_id = stacked.subscription_item_id
        and items.starts_on = stacked.starts_on

    left join shares
        on items.subscription_item_id = shares.subscription_item_id
        and items.starts_on = shares.starts_on

)

select * from discounted
