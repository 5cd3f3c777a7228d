{%- set parsed = {
    'updated_at': as_instant('updated_at'),
} %}

with

raw_products as (

    select * from {{ raw('products') }} as raw_products

),

read as (

    select
        {{ as_text('product_id') }} as product_id,
        {{ as_text('product_name') }} as product_name,
        {{ as_text('product_family') }} as product_family,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('products', parsed) }}

    from raw_products

),

delivered_last as (

    {{ latest_delivery('read') }}

)

select * from delivered_last -- noqa: AM04
