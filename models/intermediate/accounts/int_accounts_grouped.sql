{# Grain: one row per reporting level and account; the customer that the account counts as. #}

with

merged as (

    select * from {{ ref('int_customers_merged') }}

),

families as (

    select * from {{ ref('int_families_resolved') }}

),

grouped as (

    select
        'customer' as reporting_level,
        customer_id as account_id,
        surviving_customer_id as customer_id

    from merged

    union all

    select
        'parent' as reporting_level,
        customer_id as account_id,
        ultimate_parent_id as customer_id

    from families

)

select * from grouped where reporting_level in ('customer', {{ reporting_levels() }})
