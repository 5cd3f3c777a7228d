{%- set parsed = {
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('products', parsed) }}

),

read as (

    select
        {{ as_text('product_id') }} as product_id,
        {{ as_text('product_name') }} as product_name,
        {{ as_text('product_family') }} as product_family,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('products', parsed) }}

    from delivered_last as raw_products

)

select * from read
