{#
Grain: one row per currency and stretch of days with one rate of conversion: all days at the
constant rate, or with the fx_mode month_end each month at the rate of the day it is read on.
#}

with

constant_rates as (

    select * from {{ ref('int_constant_rates') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

closing_rates as (

    select
        exchange_rates.currency,
        {{ month_of('exchange_rates.starts_on') }} as starts_on,
        exchange_rates.rate

    from exchange_rates

    inner join constant_rates on exchange_rates.currency = constant_rates.currency

    where
        '{{ policy('fx_mode') }}' = 'month_end'
        and exchange_rates.starts_on > cast('0001-01-01' as date)
        and exchange_rates.starts_on <= {{ as_of_date() }}
        and exchange_rates.ends_on > least(
            {{ as_of_date() }},
            cast({{ dbt.last_day('exchange_rates.starts_on', 'month') }} as date)
        )

),

all_rates as (

    select * from closing_rates

    union all

    select
        currency,
        cast('0001-01-01' as date) as starts_on,
        rate

    from constant_rates

),

converting as (

    select
        currency,
        starts_on,
        coalesce(
            lead(starts_on) over (partition by currency order by starts_on), {{ open_end() }}
        ) as ends_on,
        rate

    from all_rates

)

select * from converting
