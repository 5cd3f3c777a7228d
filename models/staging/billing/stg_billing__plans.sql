with

raw_plans as (

    select * from {{ raw('plans') }} as raw_plans

),

typed as (

    select
        {{ text_or_null('plan_id') }} as plan_id,
        {{ text_or_null('product_id') }} as product_id,
        {{ text_or_null('plan_name') }} as plan_name,
        {{ text_or_null('charge_type') }} as charge_type,
        {{ text_or_null('billing_interval') }} as billing_interval,
        coalesce(cast(billing_interval_count as integer), 1) as billing_interval_count,
        {{ text_or_null('currency') }} as currency,
        cast(unit_amount as numeric(28, 6)) as unit_amount,
        {{ instant('updated_at') }} as updated_at

    from raw_plans

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('plans')) }}

)

select * from delivered_last
