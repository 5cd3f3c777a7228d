{{ config(materialized='view') }}

{#- What identifies the rows whose numbers depend on each other. -#}
{%- set keys = {
    'customers': ('customers', 'customer_id'),
    'subscriptions': ('subscriptions', 'subscription_id'),
    'discounts': ('subscriptions', 'subscription_id'),
    'subscription_pauses': ('subscriptions', 'subscription_id'),
    'products': ('products', 'product_id'),
    'plans': ('plans', 'plan_id'),
    'exchange_rates': ('exchange_rates', 'currency'),
} %}

with

plans as (

    select * from {{ ref('refresh_plans_hashed') }}

),

rates as (

    select * from {{ ref('refresh_rates_hashed') }}

),

raw_items as (

    select
        {{ id_text('subscription_id') }} as subscription_id,
        {{ id_text('plan_id') }} as plan_id,
        {{ row_hash('subscription_items') }} as hash

    from {{ raw('subscription_items') }} as subscription_items

),

raw_usage as (

    select
        {{ id_text('subscription_item_id') }} as subscription_item_id,
        {{ id_text('currency') }} as currency,
        {{ row_hash('usage_charges') }} as hash

    from {{ raw('usage_charges') }} as usage_charges

),

metered_items as (

    select distinct
        {{ id_text('subscription_item_id') }} as subscription_item_id,
        {{ id_text('subscription_id') }} as subscription_id

    from {{ raw('subscription_items') }} as subscription_items

    where
        {{ is_filled('subscription_item_id') }}
        and {{ id_text('subscription_item_id') }}
        in (select raw_usage.subscription_item_id from raw_usage)

),

hashed as (

    {% for table, (owner, id) in keys.items() %}
    select
        {{ key_hash(owner, id) }} as key_hash,
        {{ row_hash(table) }} as hash

    from {{ raw(table) }} as {{ table }}

    union all

    {% endfor %}
    select
        {{ key_hash('subscriptions', 'raw_items.subscription_id') }} as key_hash,
        raw_items.hash + coalesce(plans.hash, 0) as hash

    from raw_items

    left join plans on raw_items.plan_id = plans.plan_id

    union all

    select
        {{ key_hash('subscriptions', 'metered_items.subscription_id') }} as key_hash,
        raw_usage.hash + coalesce(rates.hash, 0) as hash

    from raw_usage

    left join metered_items
        on raw_usage.subscription_item_id = metered_items.subscription_item_id

    left join rates on raw_usage.currency = rates.currency

)

select * from hashed
