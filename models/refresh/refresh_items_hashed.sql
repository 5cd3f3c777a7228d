{{ config(materialized='view') }}

{%- set rates_until = constant_rate_date() if policy('fx_mode') == 'constant' else as_of_date() %}

with

raw_rates as (

    select
        {{ id_text('currency') }} as currency,
        {{ row_hash('exchange_rates') }} as row_hash

    from {{ raw('exchange_rates') }} as exchange_rates

    where coalesce({{ as_date('rate_date') }} <= {{ rates_until }}, true)

),

rates as (

    select
        currency,
        sum(row_hash) as hash

    from raw_rates

    group by currency

),

raw_plans as (

    select
        {{ id_text('plan_id') }} as plan_id,
        {{ id_text('currency') }} as currency,
        {{ row_hash('plans') }} as row_hash

    from {{ raw('plans') }} as plans

),

plans as (

    select
        raw_plans.plan_id,
        sum(raw_plans.row_hash + coalesce(rates.hash, 0)) as hash

    from raw_plans

    left join rates on raw_plans.currency = rates.currency

    group by raw_plans.plan_id

),

raw_rows as (

    select
        {{ id_text('subscription_item_id') }} as subscription_item_id,
        {{ id_text('subscription_id') }} as subscription_id,
        {{ id_text('plan_id') }} as plan_id,
        cast(null as text) as currency,
        {{ row_hash('subscription_items') }} as row_hash

    from {{ raw('subscription_items') }} as subscription_items

    union all

    select
        {{ id_text('subscription_item_id') }} as subscription_item_id,
        cast(null as text) as subscription_id,
        cast(null as text) as plan_id,
        {{ id_text('currency') }} as currency,
        {{ row_hash('usage_charges') }} as row_hash

    from {{ raw('usage_charges') }} as usage_charges

),

hashed as (

    select
        raw_rows.subscription_item_id,
        raw_rows.subscription_id,
        sum(raw_rows.row_hash + coalesce(plans.hash, 0) + coalesce(rates.hash, 0)) as hash

    from raw_rows

    left join plans on raw_rows.plan_id = plans.plan_id

    left join rates on raw_rows.currency = rates.currency

    group by raw_rows.subscription_item_id, raw_rows.subscription_id

)

select * from hashed
