with

accounts as (

    select * from {{ ref('refresh_accounts') }}

),

owners as (

    select * from {{ ref('refresh_owners') }}

),

subscriptions as (

    select subscription_id from owners
    where account_id in (select accounts.account_id from accounts)

),

named_elsewhere as (

    {% for table in ['subscription_items', 'discounts', 'subscription_pauses'] %}
    select {{ id_text('subscription_id') }} as subscription_id
    from {{ raw(table) }} as {{ table }}

    {{ 'union' if not loop.last }}

    {% endfor %}
),

without_owner as ( -- noqa: ST03

    select subscription_id from named_elsewhere
    where
        subscription_id not in (select owners.subscription_id from owners)
        and exists (select 1 from accounts where accounts.account_id = '')

),

to_read as (

    {% if is_full_build() %}
    -- A full build reads every row; it needs no list.
    select subscription_id from subscriptions where 1 = 0
    {% else %}
    select subscription_id from subscriptions
    union
    select subscription_id from without_owner
    {% endif %}

)

select * from to_read
