{# Grain: one row per customer, day and feature of which usage was recorded. #}

with

usage as (

    select * from {{ ref('int_product_usage_checked') }}
    where problem is null

),

merges as (

    select * from {{ ref('int_merges_kept') }}

),

days as (

    select
        coalesce(merges.surviving_customer_id, usage.customer_id) as customer_id,
        usage.usage_date,
        usage.feature,
        max(usage.active_users) > 0 as is_active

    from usage

    left join merges on usage.customer_id = merges.account_id

    group by
        coalesce(merges.surviving_customer_id, usage.customer_id),
        usage.usage_date,
        usage.feature

)

select * from days
