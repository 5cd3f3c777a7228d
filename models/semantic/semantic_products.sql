with

plans as (

    select * from {{ ref('dim_plans') }}

),

products as (

    select distinct
        product_id,
        product_name,
        product_family

    from plans

)

select * from products
