with

accounts as (

    select account_id from {{ ref('refresh_accounts') }}
    {%- if is_full_build() %}
    -- A full build reads every row; it needs no list.
    where 1 = 0
    {%- endif %}

),

changed as (

    select * from {{ ref('refresh_keys') }}

),

keys as (

    select
        key_hash,
        account_id

    from changed

    {% if not is_full_build() %}
    union all

    select
        key_hash,
        account_id

    from {{ relation_of('memory_keys') }}

    where key_hash not in (select changed.key_hash from changed)
    {% endif %}

),

without_owner as (

    select key_hash from keys
    where
        account_id = ''
        and account_id in (select accounts.account_id from accounts)

),

to_read as (

    select {{ id_text('subscription_id') }} as subscription_id
    from {{ raw('subscriptions') }} as subscriptions
    where {{ id_text('customer_id') }} in (select accounts.account_id from accounts)

    {% for table in ['subscription_items', 'discounts', 'subscription_pauses'] %}
    union

    select {{ id_text('subscription_id') }} as subscription_id
    from {{ raw(table) }} as {{ table }}
    where
        {{ key_hash('subscriptions', 'subscription_id') }}
        in (select without_owner.key_hash from without_owner)

    {% endfor %}
)

select * from to_read
