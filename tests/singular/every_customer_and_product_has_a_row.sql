{{ config(severity='warn') }}

{# One that is missing is late: it stands in the marts with only its id. #}
select
    'customers' as table_name,
    customer_id as missing_id
from {{ ref('int_customers_merged') }}
where is_inferred

union all

select
    'products' as table_name,
    plans.product_id as missing_id

from {{ ref('int_plans_checked') }} as plans

left join {{ ref('int_products_checked') }} as products
    on plans.product_id = products.product_id and products.problem is null

where plans.problem is null and products.product_id is null
