{# Grain: one row per item version that is served on some day. #}

{{ config(materialized='view') }}

with

items as (

    select * from {{ ref('int_subscription_items_checked') }}
    where problem is null

),

subscriptions as (

    select * from {{ ref('int_subscriptions_served') }}

),

plans as (

    select * from {{ ref('int_plans_normalised') }}

),

served as (

    select
        items.subscription_item_id,
        items.subscription_id,
        items.plan_id,
        plans.product_id,
        plans.charge_type,
        plans.currency,
        greatest(
            {{ reporting_date('items.valid_from') }}, subscriptions.started_on
        ) as starts_on,
        least(
            coalesce({{ reporting_date('items.valid_to') }}, {{ open_end() }}),
            subscriptions.ended_on
        ) as ends_on,
        items.quantity,
        plans.billings_per_year,
        plans.billing_interval_count,
        coalesce(items.unit_amount, plans.unit_amount) as unit_amount,
        items.list_amount

    from items

    inner join subscriptions on items.subscription_id = subscriptions.subscription_id

    inner join plans on items.plan_id = plans.plan_id

)

select * from served where starts_on < ends_on
