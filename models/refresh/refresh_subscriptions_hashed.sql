{{ config(materialized='view') }}

with

items_hashed as (

    select * from {{ ref('refresh_items_hashed') }}

),

items as (

    select
        subscription_item_id,
        count(subscription_id) as subscriptions,
        sum(hash) as hash

    from items_hashed

    group by subscription_item_id

),

raw_discounts as (

    select
        {{ id_text('discount_id') }} as discount_id,
        {{ id_text('subscription_id') }} as subscription_id,
        {{ row_hash('discounts') }} as row_hash

    from {{ raw('discounts') }} as discounts

),

discounts as (

    select
        discount_id,
        sum(row_hash) as hash

    from raw_discounts

    group by discount_id

),

rows_of_subscriptions as (

    select
        {{ id_text('subscription_id') }} as subscription_id,
        {{ row_hash('subscriptions') }} as hash

    from {{ raw('subscriptions') }} as subscriptions

    union all

    select
        {{ id_text('subscription_id') }} as subscription_id,
        {{ row_hash('subscription_pauses') }} as hash

    from {{ raw('subscription_pauses') }} as subscription_pauses

    union all

    select
        coalesce(items_hashed.subscription_id, '') as subscription_id,
        items.hash

    from items_hashed

    inner join items on items_hashed.subscription_item_id = items.subscription_item_id

    -- Charges of usage have no subscription but that of their item.
    where items_hashed.subscription_id is not null or items.subscriptions = 0

    union all

    select
        raw_discounts.subscription_id,
        discounts.hash

    from raw_discounts

    inner join discounts on raw_discounts.discount_id = discounts.discount_id

),

hashed as (

    select
        subscription_id,
        sum(hash) as hash

    from rows_of_subscriptions

    group by subscription_id

)

select * from hashed
