with

raw_subscriptions as (

    select * from {{ raw('subscriptions') }} as raw_subscriptions

),

typed as (

    select
        {{ text_or_null('subscription_id') }} as subscription_id,
        {{ text_or_null('customer_id') }} as customer_id,
        {{ text_or_null('status') }} as status,
        {{ instant('started_at') }} as started_at,
        {{ instant('trial_starts_at') }} as trial_starts_at,
        {{ instant('trial_ends_at') }} as trial_ends_at,
        {{ instant('cancel_requested_at') }} as cancel_requested_at,
        {{ instant('ended_at') }} as ended_at,
        {{ text_or_null('end_reason') }} as end_reason,
        {{ instant('updated_at') }} as updated_at

    from raw_subscriptions

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('subscriptions')) }}

)

select * from delivered_last
