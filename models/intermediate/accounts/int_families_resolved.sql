{# Grain: one row per account; the ultimate parent of the customer that carries its history. #}

with recursive

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

survivors as (

    select
        merged.customer_id,
        parents.surviving_customer_id as parent_customer_id

    from merged

    left join customers
        on merged.customer_id = customers.customer_id

    left join merged as parents
        on customers.parent_customer_id = parents.customer_id and not parents.is_inferred

    where merged.customer_id = merged.surviving_customer_id

),

{{ follow_links('survivors', 'customer_id', 'parent_customer_id') }},

resolved as (

    select
        merged.customer_id,
        coalesce(chain_ends.end_id, merged.surviving_customer_id) as ultimate_parent_id

    from merged

    left join chain_ends on merged.surviving_customer_id = chain_ends.from_id

)

select * from resolved
