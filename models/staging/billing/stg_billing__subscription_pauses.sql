{%- set parsed = {
    'paused_at': as_instant('paused_at'),
    'resumed_at': as_instant('resumed_at'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('subscription_pauses', parsed) }}

),

read as (

    select
        {{ as_text('subscription_id') }} as subscription_id,
        {{ parsed.paused_at }} as paused_at,
        {{ parsed.resumed_at }} as resumed_at,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('subscription_pauses', parsed) }}

    from delivered_last as raw_subscription_pauses

)

select * from read
