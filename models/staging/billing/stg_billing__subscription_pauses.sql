{%- set parsed = {
    'paused_at': as_instant('paused_at'),
    'resumed_at': as_instant('resumed_at'),
    'updated_at': as_instant('updated_at'),
} %}

with

raw_subscription_pauses as (

    select * from {{ raw('subscription_pauses') }} as raw_subscription_pauses

),

read as (

    select
        {{ as_text('subscription_id') }} as subscription_id,
        {{ parsed.paused_at }} as paused_at,
        {{ parsed.resumed_at }} as resumed_at,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('subscription_pauses', parsed) }}

    from raw_subscription_pauses

),

delivered_last as (

    {{ latest_delivery('read') }}

)

select * from delivered_last -- noqa: AM04
