{# Grain: one row per reporting level and account; the customer that the account counts as. #}

with

merged as (

    select * from {{ ref('int_customers_merged') }}

),

grouped as (

    select
        'customer' as reporting_level,
        customer_id as account_id,
        surviving_customer_id as customer_id

    from merged

)

select * from grouped
