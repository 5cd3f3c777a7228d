{%- set parsed = {
    'quantity': as_number('quantity'),
    'unit_amount': as_number('unit_amount'),
    'valid_from': as_instant('valid_from'),
    'valid_to': as_instant('valid_to'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('subscription_items', parsed) }}

),

read as (

    select
        {{ as_text('subscription_item_id') }} as subscription_item_id,
        {{ as_text('subscription_id') }} as subscription_id,
        {{ as_text('plan_id') }} as plan_id,
        {{ parsed.quantity }} as quantity,
        {{ parsed.unit_amount }} as unit_amount,
        {{ parsed.valid_from }} as valid_from,
        {{ parsed.valid_to }} as valid_to,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('subscription_items', parsed, ['quantity']) }}

    from delivered_last as raw_subscription_items

)

select * from read
