{#
Grain: one row per month and customer that uses the product in the 56 days before it is read: on how
many days, and how many of the sticky features.
#}

with

customers as (

    select * from {{ ref('int_customers_paying') }}

),

usage as (

    select * from {{ ref('int_usage_days') }}
    where is_active

),

sticky as (

    select * from {{ ref('int_features_sticky') }}

),

recent as (

    select
        customers.month_start,
        customers.customer_id,
        usage.usage_date,
        usage.feature,
        usage.usage_date >= {{ add_days('customers.read_on', -27) }} as is_recent

    from customers

    inner join usage
        on customers.customer_id = usage.customer_id
        and usage.usage_date between {{ add_days('customers.read_on', -55) }} and customers.read_on

),

measured as (

    select
        recent.month_start,
        recent.customer_id,
        count(distinct case when recent.is_recent then recent.usage_date end) as active_days,
        count(distinct case when not recent.is_recent then recent.usage_date end)
            as active_days_before,
        count(distinct case when recent.is_recent then sticky.feature end) as adopted_features

    from recent

    left join sticky
        on recent.month_start = sticky.month_start and recent.feature = sticky.feature

    group by recent.month_start, recent.customer_id

),

compared as (

    select
        month_start,
        customer_id,
        active_days,
        active_days_before,
        {{ trend('active_days', 'active_days_before') }} as usage_trend,
        adopted_features

    from measured

)

select * from compared
