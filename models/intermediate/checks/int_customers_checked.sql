{# Grain: one row per customer as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'customer_id', 'customer_name', 'parent_customer_id', 'merged_into_customer_id', 'segment',
    'country', 'industry', 'acquisition_channel', 'is_test', 'created_at',
] %}

with

customers as (

    select * from {{ ref('stg_billing__customers') }}

),

judged as (

    select
        coalesce(customers.customer_id, '') as account_id,
        customers.{{ columns | join(',\n        customers.') }},
        customers.record_key,
        customers.raw_record,
        case
            {{ reading_problems('customers') }}
        end as problem

    from customers

),

checked as (

    select
        account_id,
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
