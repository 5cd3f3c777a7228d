{#
Grain: one row per month in which another than the reporting currency is in force; what its items
are worth at the month's own closing rates more than at the constant ones. Null without a rate.
#}

with

amounts as (

    select * from {{ ref('int_foreign_amounts') }}

),

months as (

    select * from {{ ref('int_months') }}

),

exchange_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

in_force as (

    select
        months.month_start,
        months.read_on,
        amounts.currency,
        amounts.net_amount,
        amounts.mrr,
        sum(amounts.items) as items

    from amounts

    inner join months
        on amounts.starts_on <= months.read_on
        and amounts.ends_on > months.read_on

    group by
        months.month_start,
        months.read_on,
        amounts.currency,
        amounts.net_amount,
        amounts.mrr

),

converted as (

    select
        in_force.month_start,
        in_force.items
        * ({{ money('in_force.net_amount * exchange_rates.rate') }} - in_force.mrr) as fx_impact

    from in_force

    left join exchange_rates
        on in_force.currency = exchange_rates.currency
        and in_force.read_on >= exchange_rates.starts_on
        and in_force.read_on < exchange_rates.ends_on

),

summed as (

    select
        month_start,
        case when count(fx_impact) = count(*) then sum(fx_impact) end as fx_impact

    from converted

    group by month_start

)

select * from summed
