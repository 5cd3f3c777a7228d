{# Grain: one row per currency and stretch of days in which its rate is the latest one. #}

with

exchange_rates as (

    select * from {{ ref('int_exchange_rates_checked') }}
    where problem is null

),

dated as (

    select
        currency,
        rate_date as starts_on,
        coalesce(
            lead(rate_date) over (partition by currency order by rate_date), {{ open_end() }}
        ) as ends_on,
        rate

    from exchange_rates

    where currency <> '{{ policy('reporting_currency') }}'

),

with_reporting_currency as (

    select * from dated

    union all

    select
        '{{ policy('reporting_currency') }}' as currency,
        cast('0001-01-01' as date) as starts_on,
        {{ open_end() }} as ends_on,
        cast(1 as numeric(28, 12)) as rate

)

select * from with_reporting_currency
