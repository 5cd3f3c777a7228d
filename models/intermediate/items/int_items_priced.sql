{# Grain: one row per item version and stretch of days with one price; its list amount a month. #}

{{ config(materialized='view') }}

with

items as (

    select * from {{ ref('int_items_served') }}

),

usage as (

    select * from {{ ref('int_usage_priced') }}

),

priced as (

    select
        subscription_item_id,
        subscription_id,
        plan_id,
        product_id,
        currency,
        starts_on,
        ends_on,
        false as is_metered,
        quantity,
        billings_per_year,
        billing_interval_count,
        unit_amount,
        list_amount

    from items

    where charge_type = 'recurring'

    union all

    select
        subscription_item_id,
        subscription_id,
        plan_id,
        product_id,
        currency,
        starts_on,
        ends_on,
        true as is_metered,
        1 as quantity,
        12 as billings_per_year,
        1 as billing_interval_count,
        list_amount as unit_amount,
        list_amount

    from usage

)

select * from priced
