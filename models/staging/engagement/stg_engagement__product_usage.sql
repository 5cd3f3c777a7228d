{%- set parsed = {
    'usage_date': as_date('usage_date'),
    'active_users': as_whole_number('active_users'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('product_usage', parsed) }}

),

read as (

    select
        {{ as_text('customer_id') }} as customer_id,
        {{ parsed.usage_date }} as usage_date,
        {{ as_text('feature') }} as feature,
        {{ parsed.active_users }} as active_users,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('product_usage', parsed, ['active_users']) }}

    from delivered_last as raw_product_usage

)

select * from read
