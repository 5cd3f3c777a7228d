{{ config(materialized='view') }}

{#- The day on which rates are read is the build's. -#}
{%- do ref('refresh_build') %}
{%- set rates_until = constant_rate_date() if policy('fx_mode') == 'constant' else as_of_date() %}

with

raw_rates as (

    select
        {{ id_text('currency') }} as currency,
        {{ row_hash('exchange_rates') }} as hash

    from {{ raw('exchange_rates') }} as exchange_rates

    where
        coalesce({{ as_date('rate_date') }} <= {{ rates_until }}, true)
        and {{ id_text('currency') }} <> '{{ policy('reporting_currency') }}'

),

hashed as (

    select
        currency,
        sum(hash) as hash

    from raw_rates

    group by currency

)

select * from hashed
