{#
Grain: one row per item version of a subscription with discounts or pauses per stretch of days in
which none of them, and no item beside it, begins or ends.
#}

with

items as (

    select * from {{ ref('int_items_priced') }}

),

discounts as (

    select * from {{ ref('int_discounts_running') }}

),

pauses as (

    select * from {{ ref('int_pauses_running') }}

),

days_of_change as (

    select subscription_id, starts_on as changes_on from discounts
    union
    select subscription_id, ends_on as changes_on from discounts
    union
    select subscription_id, starts_on as changes_on from pauses
    union
    select subscription_id, ends_on as changes_on from pauses

),

changing_items as (

    select * from items
    where subscription_id in (select days_of_change.subscription_id from days_of_change)

),

all_days_of_change as (

    select subscription_id, changes_on from days_of_change
    union
    select subscription_id, starts_on as changes_on from changing_items
    union
    select subscription_id, ends_on as changes_on from changing_items

),

stretches as (

    select
        subscription_id,
        changes_on as starts_on,
        lead(changes_on) over (partition by subscription_id order by changes_on) as ends_on

    from all_days_of_change

),

stretched as (

    select
        items.subscription_item_id,
        items.subscription_id,
        items.plan_id,
        items.product_id,
        items.currency,
        stretches.starts_on,
        stretches.ends_on,
        items.quantity,
        items.is_metered,
        items.billings_per_year,
        items.billing_interval_count,
        items.unit_amount,
        items.list_amount

    from changing_items as items

    inner join stretches
        on items.subscription_id = stretches.subscription_id
        and items.starts_on <= stretches.starts_on
        and items.ends_on >= stretches.ends_on

)

select * from stretched
