{%- set parsed = {
    'percent_off': as_number('percent_off'),
    'amount_off': as_number('amount_off'),
    'starts_at': as_instant('starts_at'),
    'ends_at': as_instant('ends_at'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('discounts', parsed) }}

),

read as (

    select
        {{ as_text('discount_id') }} as discount_id,
        {{ as_text('subscription_id') }} as subscription_id,
        {{ as_text('subscription_item_id') }} as subscription_item_id,
        {{ as_text('duration') }} as duration,
        {{ parsed.percent_off }} as percent_off,
        {{ parsed.amount_off }} as amount_off,
        {{ as_text('currency') }} as currency,
        {{ parsed.starts_at }} as starts_at,
        {{ parsed.ends_at }} as ends_at,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('discounts', parsed, ['starts_at']) }}

    from delivered_last as raw_discounts

)

select * from read
