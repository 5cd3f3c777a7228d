{{ config(severity='warn') }}

{# Links to a missing customer and links on a circle are ignored; they never remove revenue. #}
select
    customers.customer_id,
    customers.merged_into_customer_id,
    customers.parent_customer_id

from {{ ref('int_customers_checked') }} as customers

inner join {{ ref('int_customers_merged') }} as merged
    on customers.customer_id = merged.customer_id

inner join {{ ref('int_families_resolved') }} as families
    on customers.customer_id = families.customer_id

where
    customers.problem is null
    and merged.surviving_customer_id = customers.customer_id
    and (
        customers.merged_into_customer_id is not null
        or (
            customers.parent_customer_id is not null
            and families.ultimate_parent_id = customers.customer_id
        )
    )
