{# Grain: one row per currency; the one rate at which all months are converted. #}

with

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

constant_rates as (

    select
        currency,
        rate

    from exchange_rates

    where starts_on <= {{ constant_rate_date() }} and ends_on > {{ constant_rate_date() }}

)

select * from constant_rates
