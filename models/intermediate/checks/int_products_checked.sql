{# Grain: one row per product as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'product_id', 'product_name', 'product_family',
] %}

with

products as (

    select * from {{ ref('stg_billing__products') }}

),

judged as (

    select
        products.{{ columns | join(',\n        products.') }},
        products.record_key,
        products.raw_record,
        case
            {{ reading_problems('products') }}
        end as problem

    from products

),

checked as (

    select
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
