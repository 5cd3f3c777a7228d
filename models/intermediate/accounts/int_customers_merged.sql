{# Grain: one row per account; the customer that carries its history after all merges. #}

with recursive

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

subscriptions as (

    select * from {{ ref('int_subscriptions_checked') }}
    where problem is null

),

{{ follow_links('customers', 'customer_id', 'merged_into_customer_id') }},

accounts as (

    select customer_id, false as is_inferred from customers

    union all

    select distinct subscriptions.customer_id, true as is_inferred

    from subscriptions

    left join customers on subscriptions.customer_id = customers.customer_id

    where customers.customer_id is null and subscriptions.customer_id is not null

),

merged as (

    select
        accounts.customer_id,
        coalesce(chain_ends.end_id, accounts.customer_id) as surviving_customer_id,
        accounts.is_inferred

    from accounts

    left join chain_ends on accounts.customer_id = chain_ends.from_id

)

select * from merged
