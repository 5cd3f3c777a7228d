{# Grain: one row per way of counting and account; the customer that the account counts as. #}

with

merged as (

    select * from {{ ref('int_customers_merged') }}

),

families as (

    select * from {{ ref('int_families_resolved') }}

),

accounts as (

    select
        merged.customer_id as account_id,
        merged.surviving_customer_id,
        families.ultimate_parent_id

    from merged

    inner join families on merged.customer_id = families.customer_id

),

families_of_many as (

    select distinct ultimate_parent_id from accounts
    where surviving_customer_id <> ultimate_parent_id

),

grouped as (

    select
        case when families_of_many.ultimate_parent_id is null then 'both' else 'customer' end
            as counted_at,
        accounts.account_id,
        accounts.surviving_customer_id as customer_id

    from accounts

    left join families_of_many
        on accounts.ultimate_parent_id = families_of_many.ultimate_parent_id

    union all

    select
        'parent' as counted_at,
        accounts.account_id,
        accounts.ultimate_parent_id as customer_id

    from accounts

    inner join families_of_many
        on accounts.ultimate_parent_id = families_of_many.ultimate_parent_id

)

select * from grouped where counted_at in ('both', 'customer', {{ reporting_levels() }})
