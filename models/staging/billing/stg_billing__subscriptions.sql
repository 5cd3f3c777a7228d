{%- set parsed = {
    'started_at': as_instant('started_at'),
    'trial_starts_at': as_instant('trial_starts_at'),
    'trial_ends_at': as_instant('trial_ends_at'),
    'cancel_requested_at': as_instant('cancel_requested_at'),
    'ended_at': as_instant('ended_at'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('subscriptions', parsed) }}

),

read as (

    select
        {{ as_text('subscription_id') }} as subscription_id,
        {{ as_text('customer_id') }} as customer_id,
        {{ as_text('status') }} as status,
        {{ parsed.started_at }} as started_at,
        {{ parsed.trial_starts_at }} as trial_starts_at,
        {{ parsed.trial_ends_at }} as trial_ends_at,
        {{ parsed.cancel_requested_at }} as cancel_requested_at,
        {{ parsed.ended_at }} as ended_at,
        {{ as_text('end_reason') }} as end_reason,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('subscriptions', parsed, ['started_at']) }}

    from delivered_last as raw_subscriptions

)

select * from read
