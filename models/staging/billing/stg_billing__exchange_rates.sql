with

raw_exchange_rates as (

    select * from {{ raw('exchange_rates') }} as raw_exchange_rates

),

typed as (

    select
        {{ text_or_null('currency') }} as currency,
        cast(rate_date as date) as rate_date,
        cast(rate as numeric(28, 12)) as rate,
        {{ instant('updated_at') }} as updated_at

    from raw_exchange_rates

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('exchange_rates')) }}

)

select * from delivered_last
