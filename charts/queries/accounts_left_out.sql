-- Which accounts are test accounts, and in no number?
select
    customer_id,
    customer_name,
    segment

from {{ ref('dim_customers') }}

where is_test

order by customer_id
