{#
Grain: one row per customer with an item billed by months, quarters or years in force: the largest, all
of the customers computed anew in this build and of those that stay as they were.
#}

{{ config(materialized='incremental') }}

with

items as (

    select * from {{ ref('int_items_in_force') }}
    where starts_on <= {{ as_of_date() }} and ends_on > {{ as_of_date() }}

),

plans as (

    select * from {{ ref('int_plans_normalised') }}
    where billing_interval in ('month', 'quarter', 'year')

),

subscriptions as (

    select * from {{ ref('int_subscriptions_served') }}

),

customers as (

    select * from {{ ref('int_customers_merged') }}

),

largest as (

    select distinct on (customers.surviving_customer_id)
        customers.surviving_customer_id as customer_id,
        items.subscription_item_id,
        subscriptions.started_on,
        cast(
            plans.billing_interval_count * 12 / plans.billings_per_year as integer
        ) as interval_months,
        items.mrr

    from items

    inner join plans on items.plan_id = plans.plan_id

    inner join subscriptions on items.subscription_id = subscriptions.subscription_id

    inner join customers on items.account_id = customers.customer_id

    order by
        customers.surviving_customer_id asc,
        items.mrr desc,
        {{ in_byte_order('items.subscription_item_id') }} asc,
        items.starts_on asc

)

select * from largest
