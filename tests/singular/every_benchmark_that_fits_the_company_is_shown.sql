{# The fit once more, from the marts: size from the month's ARR, rates from retention. #}
with

months as (

    select * from {{ ref('metrics_mrr_monthly') }}
    where is_complete_month

),

latest_months as (

    select
        reporting_level,
        max(month_start) as month_start

    from months

    group by reporting_level

),

rates as (

    select
        health.reporting_level,
        health.dimension,
        health.dimension_value,
        months.arr,
        cast(months.closing_customers as numeric(28, 6)) as closing_customers,
        health.net_revenue_retention,
        health.gross_revenue_retention

    from {{ ref('metrics_retention_health') }} as health

    inner join latest_months
        on health.reporting_level = latest_months.reporting_level
        and health.month_start = latest_months.month_start

    inner join months
        on health.reporting_level = months.reporting_level
        and health.month_start = months.month_start

),

expected as (

    select
        rates.reporting_level,
        rates.dimension,
        rates.dimension_value,
        benchmarks.benchmark_id,
        rates.arr,
        rates.closing_customers,
        case
            when benchmarks.metric like 'net%' then rates.net_revenue_retention
            else rates.gross_revenue_retention
        end as company_rate

    from rates

    inner join {{ ref('stg_benchmarks__retention_benchmarks') }} as benchmarks
        on rates.dimension || '/' || rates.dimension_value
        = coalesce('segment/' || benchmarks.segment, 'total/total')

    where
        benchmarks.company_kind = '{{ policy('company_kind') }}'
        and (
            benchmarks.currency is null
            or benchmarks.currency = '{{ policy('reporting_currency') }}'
        )
        and coalesce(benchmarks.min_arr <= rates.arr, true)
        and coalesce(benchmarks.max_arr > rates.arr, true)
        and (
            coalesce(benchmarks.min_acv, benchmarks.max_acv) is null
            or rates.closing_customers > 0
            and coalesce(benchmarks.min_acv * rates.closing_customers <= rates.arr, true)
            and coalesce(benchmarks.max_acv * rates.closing_customers > rates.arr, true)
        )

)

select
    coalesce(expected.reporting_level, shown.reporting_level) as reporting_level,
    coalesce(expected.dimension_value, shown.dimension_value) as dimension_value,
    coalesce(expected.benchmark_id, shown.benchmark_id) as benchmark_id

from expected

full outer join {{ ref('metrics_retention_vs_benchmark') }} as shown
    on expected.reporting_level = shown.reporting_level
    and expected.dimension = shown.dimension
    and expected.dimension_value = shown.dimension_value
    and expected.benchmark_id = shown.benchmark_id

where
    expected.benchmark_id is null
    or shown.benchmark_id is null
    or expected.arr <> shown.arr
    or (expected.closing_customers = 0) <> (shown.arr_per_customer is null)
    or abs(2 * shown.arr_per_customer * expected.closing_customers - 2 * expected.arr)
    > expected.closing_customers * 0.000001
    or expected.company_rate is distinct from shown.company_rate
