with

raw_subscription_items as (

    select * from {{ raw('subscription_items') }} as raw_subscription_items

),

typed as (

    select
        {{ text_or_null('subscription_item_id') }} as subscription_item_id,
        {{ text_or_null('subscription_id') }} as subscription_id,
        {{ text_or_null('plan_id') }} as plan_id,
        cast(quantity as numeric(28, 6)) as quantity,
        cast(unit_amount as numeric(28, 6)) as unit_amount,
        {{ instant('valid_from') }} as valid_from,
        {{ instant('valid_to') }} as valid_to,
        {{ instant('updated_at') }} as updated_at

    from raw_subscription_items

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('subscription_items')) }}

)

select * from delivered_last
