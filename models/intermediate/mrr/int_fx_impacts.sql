{#
Grain: one row per month in which another than the reporting currency is in force; what its items
are worth at the month's own closing rates more than at the constant ones. Null without a rate.
#}

with

amounts as (

    select * from {{ ref('int_foreign_amounts_counted') }}

),

months as (

    select * from {{ ref('int_months') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

monthly_rates as (

    select
        months.month_start,
        exchange_rates.currency,
        exchange_rates.rate,
        {{ shortened('exchange_rates.rate') }} as short_rate

    from months

    inner join exchange_rates
        on months.read_on >= exchange_rates.starts_on
        and months.read_on < exchange_rates.ends_on

),

converted as (

    select
        months.month_start,
        amounts.items,
        amounts.mrr,
        {{ converted('amounts.net_amount', 'monthly_rates.rate', 'monthly_rates.short_rate') }}
            as closing_mrr

    from amounts

    inner join months
        on amounts.starts_month <= months.month_start
        and amounts.ends_month > months.month_start

    left join monthly_rates
        on months.month_start = monthly_rates.month_start
        and amounts.currency = monthly_rates.currency

),

summed as (

    select
        month_start,
        case
            when count(closing_mrr) = count(*) then sum(items * (closing_mrr - mrr))
        end as fx_impact

    from converted

    group by month_start

)

select * from summed
