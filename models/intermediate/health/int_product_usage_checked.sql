{#
Grain: one row per customer, day and feature as delivered last; `problem` is why it is not used, or
null.
#}

{%- set columns = [
    'customer_id', 'usage_date', 'feature', 'active_users',
] %}

with

product_usage as (

    select * from {{ ref('stg_engagement__product_usage') }}

),

accounts as (

    select * from {{ ref('refresh_engaged_accounts') }}

),

judged as (

    select
        product_usage.{{ columns | join(',\n        product_usage.') }},
        product_usage.record_key,
        product_usage.raw_record,
        case
            {{ reading_problems('product_usage') }}
            when accounts.account_id is null
                then 'orphan: customer_id is named by no customer and no subscription'
            when product_usage.active_users < 0
                then 'negative_quantity: active_users is below 0'
        end as problem

    from product_usage

    left join accounts on product_usage.customer_id = accounts.account_id

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
