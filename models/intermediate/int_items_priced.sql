{# Grain: one row per item version that is served on some day; its list amount a month. #}

with

subscription_items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_served') }}

),

plans as (

    select * from {{ ref('int_plans_normalised') }}

),

served as (

    select
        subscription_items.subscription_item_id,
        subscription_items.subscription_id,
        subscription_items.plan_id,
        subscription_items.quantity,
        subscription_items.unit_amount,
        greatest(
            {{ reporting_date('subscription_items.valid_from') }}, subscriptions.started_on
        ) as starts_on,
        least(
            coalesce({{ reporting_date('subscription_items.valid_to') }}, {{ open_end() }}),
            subscriptions.ended_on
        ) as ends_on

    from subscription_items

    inner join subscriptions
        on subscription_items.subscription_id = subscriptions.subscription_id

),

priced as (

    select
        served.subscription_item_id,
        served.subscription_id,
        served.plan_id,
        plans.product_id,
        plans.currency,
        served.starts_on,
        served.ends_on,
        plans.billings_per_year,
        plans.billing_interval_count,
        {{ from_millionths(rounded_quotient(
            millionths('served.quantity'),
            millionths('coalesce(served.unit_amount, plans.unit_amount)')
            ~ ' * plans.billings_per_year',
            '12000000 * plans.billing_interval_count'
        )) }} as list_amount

    from served

    inner join plans on served.plan_id = plans.plan_id

    where plans.charge_type = 'recurring' and served.starts_on < served.ends_on

)

select * from priced
