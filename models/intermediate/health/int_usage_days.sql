{# Grain: one row per customer, day and feature of which usage was recorded. #}

with

usage as (

    select * from {{ ref('int_product_usage_checked') }}
    where problem is null

),

merged as (

    select * from {{ ref('int_merges_kept') }}

),

days as (

    select
        coalesce(merged.surviving_customer_id, usage.customer_id) as customer_id,
        usage.usage_date,
        usage.feature,
        max(usage.active_users) > 0 as is_active

    from usage

    left join merged on usage.customer_id = merged.account_id

    group by
        coalesce(merged.surviving_customer_id, usage.customer_id),
        usage.usage_date,
        usage.feature

)

select * from days
