with

raw_usage_charges as (

    select * from {{ raw('usage_charges') }} as raw_usage_charges

),

typed as (

    select
        {{ text_or_null('subscription_item_id') }} as subscription_item_id,
        cast(usage_month as date) as usage_month,
        cast(amount as numeric(28, 6)) as amount,
        {{ text_or_null('currency') }} as currency,
        {{ instant('updated_at') }} as updated_at

    from raw_usage_charges

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('usage_charges')) }}

)

select * from delivered_last
