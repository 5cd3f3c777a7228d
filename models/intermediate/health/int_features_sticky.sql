{# Grain: one row per month and feature that is used most: on most days of most customers. #}

with

customers as (

    select * from {{ ref('int_customers_paying') }}

),

usage as (

    select * from {{ ref('int_usage_days') }}
    where is_active

),

counted as (

    select
        customers.month_start,
        usage.feature,
        count(*) as customer_days

    from customers

    inner join usage
        on customers.customer_id = usage.customer_id
        and usage.usage_date between {{ add_days('customers.read_on', -27) }} and customers.read_on

    group by customers.month_start, usage.feature

),

placed as (

    select
        month_start,
        feature,
        customer_days,
        row_number() over (
            partition by month_start
            order by customer_days desc, {{ in_byte_order('feature') }} asc
        ) as place

    from counted

),

sticky as (

    select
        month_start,
        feature,
        customer_days

    from placed

    where place <= {{ policy('health_sticky_features') }}

)

select * from sticky
