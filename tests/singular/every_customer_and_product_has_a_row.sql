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

from {{ ref('stg_billing__plans') }} as plans

left join {{ ref('stg_billing__products') }} as products on plans.product_id = products.product_id

where products.product_id is null
