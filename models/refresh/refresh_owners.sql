{{ config(materialized='view') }}

with

owners as (

    select
        {{ key_hash('customers', 'customer_id') }} as key_hash,
        {{ id_text('customer_id') }} as account_id

    from {{ raw('customers') }} as customers

    union all

    select
        {{ key_hash('subscriptions', 'subscription_id') }} as key_hash,
        {{ id_text('customer_id') }} as account_id

    from {{ raw('subscriptions') }} as subscriptions

    union all

    -- What names no subscription belongs to nobody, also where a subscription has no id.
    select
        {{ key_hash('subscriptions', "''") }} as key_hash,
        '' as account_id

)

select * from owners
