{#
Grain: one row per item and stretch with a discount; the percents that run on it multiplied to one
fraction, parts_kept / parts, and the fixed amounts off this one item added.
#}

with

items as (

    select * from {{ ref('int_items_stretched') }}

),

discounts as (

    select * from {{ ref('int_discounts_running') }}

),

applied as (

    select
        items.subscription_item_id,
        items.starts_on,
        -- As small a fraction as the percent allows, so that the product of many still fits.
        case
            when discounts.percent_off is null then 1
            when mod(discounts.percent_off, 10) = 0 then 10
            when mod(discounts.percent_off, 1) = 0 then 100
            when mod(discounts.percent_off, 0.01) = 0 then 10000
            else 100000000
        end as parts,
        coalesce(discounts.percent_off, 0) as percent_off,
        case
            when
                discounts.currency = items.currency and discounts.subscription_item_id is not null
                then coalesce(discounts.amount_off, 0)
            else 0
        end as amount_off

    from items

    inner join discounts
        on items.subscription_id = discounts.subscription_id
        and items.subscription_item_id
        = coalesce(discounts.subscription_item_id, items.subscription_item_id)
        and items.starts_on >= discounts.starts_on
        and items.starts_on < discounts.ends_on

    where not items.is_metered

),

in_parts as (

    select
        subscription_item_id,
        starts_on,
        cast(parts as {{ whole_number() }}) as parts,
        cast(parts * percent_off * 0.01 as {{ whole_number() }}) as parts_off,
        amount_off

    from applied

),

stacked as (

    select
        subscription_item_id,
        starts_on,
        {{ product('parts - parts_off') }} as parts_kept, -- noqa: PRS
        {{ product('parts') }} as parts, -- noqa: PRS
        sum(amount_off) as amount_off

    from in_parts

    group by subscription_item_id, starts_on

)

select * from stacked
