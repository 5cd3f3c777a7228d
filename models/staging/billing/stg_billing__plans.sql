{%- set parsed = {
    'billing_interval_count': as_whole_number('billing_interval_count'),
    'unit_amount': as_number('unit_amount'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('plans', parsed) }}

),

read as (

    select
        {{ as_text('plan_id') }} as plan_id,
        {{ as_text('product_id') }} as product_id,
        {{ as_text('plan_name') }} as plan_name,
        {{ as_text('charge_type') }} as charge_type,
        {{ as_text('billing_interval') }} as billing_interval,
        case
            when {{ as_text('billing_interval_count') }} is null then 1
            else {{ parsed.billing_interval_count }}
        end as billing_interval_count,
        {{ as_text('currency') }} as currency,
        {{ parsed.unit_amount }} as unit_amount,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('plans', parsed, ['unit_amount']) }}

    from delivered_last as raw_plans

)

select * from read
