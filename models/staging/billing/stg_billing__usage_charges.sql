{%- set parsed = {
    'usage_month': as_date('usage_month'),
    'amount': as_number('amount'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('usage_charges', parsed) }}

),

read as (

    select
        {{ as_text('subscription_item_id') }} as subscription_item_id,
        {{ parsed.usage_month }} as usage_month,
        {{ parsed.amount }} as amount,
        {{ as_text('currency') }} as currency,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('usage_charges', parsed, ['amount']) }}

    from delivered_last as raw_usage_charges

)

select * from read
