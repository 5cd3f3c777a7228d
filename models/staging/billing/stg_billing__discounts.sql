with

raw_discounts as (

    select * from {{ raw('discounts') }} as raw_discounts

),

typed as (

    select
        {{ text_or_null('discount_id') }} as discount_id,
        {{ text_or_null('subscription_id') }} as subscription_id,
        {{ text_or_null('subscription_item_id') }} as subscription_item_id,
        {{ text_or_null('duration') }} as duration,
        cast(percent_off as numeric(28, 6)) as percent_off,
        cast(amount_off as numeric(28, 6)) as amount_off,
        {{ text_or_null('currency') }} as currency,
        {{ instant('starts_at') }} as starts_at,
        {{ instant('ends_at') }} as ends_at,
        {{ instant('updated_at') }} as updated_at

    from raw_discounts

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('discounts')) }}

)

select * from delivered_last
