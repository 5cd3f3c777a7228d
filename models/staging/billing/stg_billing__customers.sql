{%- set parsed = {
    'is_test': as_boolean('is_test'),
    'created_at': as_instant('created_at'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('customers', parsed) }}

),

read as (

    select
        {{ as_text('customer_id') }} as customer_id,
        {{ as_text('customer_name') }} as customer_name,
        {{ as_text('parent_customer_id') }} as parent_customer_id,
        {{ as_text('merged_into_customer_id') }} as merged_into_customer_id,
        {{ as_text('segment') }} as segment,
        {{ as_text('country') }} as country,
        {{ as_text('industry') }} as industry,
        {{ as_text('acquisition_channel') }} as acquisition_channel,
        coalesce({{ parsed.is_test }}, false) as is_test,
        {{ parsed.created_at }} as created_at,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('customers', parsed) }}

    from delivered_last as raw_customers

)

select * from read
