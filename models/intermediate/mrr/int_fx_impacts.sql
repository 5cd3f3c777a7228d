{#
Grain: one row per month in which another than the reporting currency is in force; what its items
are worth at the month's own closing rates more than at the constant ones. Null without a rate.
#}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

months as (

    select * from {{ ref('int_months') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

amounts as (

    select
        currency,
        starts_on,
        ends_on,
        net_amount,
        mrr,
        count(*) as items

    from items

    where
        net_amount > 0
        and currency <> '{{ policy('reporting_currency') }}'
        and '{{ policy('fx_mode') }}' = 'constant'

    group by currency, starts_on, ends_on, net_amount, mrr

),

converted as (

    select
        months.month_start,
        amounts.items
        * ({{ money('amounts.net_amount * exchange_rates.rate') }} - amounts.mrr) as fx_impact

    from amounts

    inner join months
        on amounts.starts_on <= months.read_on
        and amounts.ends_on > months.read_on

    left join exchange_rates
        on amounts.currency = exchange_rates.currency
        and months.read_on >= exchange_rates.starts_on
        and months.read_on < exchange_rates.ends_on

),

summed as (

    select
        month_start,
        case when count(fx_impact) = count(*) then sum(fx_impact) end as fx_impact

    from converted

    group by month_start

)

select * from summed
