with

raw_products as (

    select * from {{ raw('products') }} as raw_products

),

typed as (

    select
        {{ text_or_null('product_id') }} as product_id,
        {{ text_or_null('product_name') }} as product_name,
        {{ text_or_null('product_family') }} as product_family,
        {{ instant('updated_at') }} as updated_at

    from raw_products

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('products')) }}

)

select * from delivered_last
