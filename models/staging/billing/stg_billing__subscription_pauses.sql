with

raw_subscription_pauses as (

    select * from {{ raw('subscription_pauses') }} as raw_subscription_pauses

),

typed as (

    select
        {{ text_or_null('subscription_id') }} as subscription_id,
        {{ instant('paused_at') }} as paused_at,
        {{ instant('resumed_at') }} as resumed_at,
        {{ instant('updated_at') }} as updated_at

    from raw_subscription_pauses

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('subscription_pauses')) }}

)

select * from delivered_last
