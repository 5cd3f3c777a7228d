{#
What the latest twelve-month NRR makes of today's ARR when no customer is ever won again: each year
multiplies it by NRR. Beside it the two worked numbers of the definitions.
#}

with recursive

months as (

    select * from {{ ref('metrics_mrr_monthly') }}

),

retention as (

    select * from {{ ref('metrics_retention_monthly') }}
    where window_months = 12 and is_complete_month

),

today as (

    select
        reporting_level,
        arr,
        row_number() over (partition by reporting_level order by month_start desc) as months_back

    from months

),

latest_rates as (

    select
        reporting_level,
        net_revenue_retention,
        row_number() over (partition by reporting_level order by month_start desc) as months_back

    from retention

),

starts as (

    select
        'this company, level ' || today.reporting_level as scenario,
        latest_rates.net_revenue_retention,
        today.arr as starting_arr

    from today

    inner join latest_rates
        on today.reporting_level = latest_rates.reporting_level
        and today.months_back = latest_rates.months_back

    where today.months_back = 1

    {% for rate in ['1.05', '1.15'] %}
    union all

    select
        'worked: 10 million at {{ rate }}' as scenario,
        {{ money(rate) }} as net_revenue_retention,
        {{ money(10000000) }} as starting_arr

    {% endfor %}
),

years (scenario, net_revenue_retention, starting_arr, years_from_now, arr) as (

    select
        scenario,
        net_revenue_retention,
        starting_arr,
        0 as years_from_now,
        starting_arr as arr

    from starts

    union all

    select
        scenario,
        net_revenue_retention,
        starting_arr,
        years_from_now + 1 as years_from_now,
        {{ money('arr * net_revenue_retention') }} as arr

    from years

    where years_from_now < 5

),

projected as (

    select
        scenario,
        years_from_now,
        net_revenue_retention,
        starting_arr,
        arr

    from years

    where years_from_now > 0 and net_revenue_retention is not null

)

select * from projected
order by scenario, years_from_now
