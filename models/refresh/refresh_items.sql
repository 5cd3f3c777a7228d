with

accounts as (

    select * from {{ ref('refresh_accounts') }}

),

subscriptions as ( -- noqa: ST03

    select * from {{ ref('refresh_subscriptions') }}

),

metered as (

    select {{ id_text('subscription_item_id') }} as subscription_item_id
    from {{ raw('usage_charges') }} as usage_charges

),

items as (

    select
        {{ id_text('subscription_item_id') }} as subscription_item_id,
        {{ id_text('subscription_id') }} as subscription_id

    from {{ raw('subscription_items') }} as subscription_items

    where
        {{ is_filled('subscription_item_id') }}
        and {{ id_text('subscription_item_id') }}
        in (select metered.subscription_item_id from metered)

),

without_owner as ( -- noqa: ST03

    select subscription_item_id from metered
    where
        subscription_item_id not in (select items.subscription_item_id from items)
        and exists (select 1 from accounts where accounts.account_id = '')

),

to_read as (

    {% if is_full_build() %}
    -- A full build reads every row; it needs no list.
    select subscription_item_id from items where 1 = 0
    {% else %}
    select subscription_item_id from items
    where subscription_id in (select subscriptions.subscription_id from subscriptions)
    union
    select subscription_item_id from without_owner
    {% endif %}

)

select * from to_read
