{#
Grain: one row per reporting level, slice and benchmark that fits it; the company's twelve-month rate
of the latest complete month beside the benchmark's.
#}

{%- set latest_month = add_months(month_of(as_of_date()), -1) %}

with

rated as (

    select * from {{ ref('int_concentrations_rated') }}
    where month_start = {{ latest_month }}

),

sized as (

    select * from {{ ref('int_company_sized') }}

),

benchmarks as (

    select * from {{ ref('stg_benchmarks__retention_benchmarks') }}
    where
        company_kind = '{{ policy('company_kind') }}'
        and coalesce(currency, '') in ('', '{{ policy('reporting_currency') }}')

),

fitted as (

    select
        rated.reporting_level,
        rated.month_start,
        rated.dimension,
        rated.dimension_value,
        benchmarks.benchmark_id,
        benchmarks.metric,
        benchmarks.stated_as,
        benchmarks.source,
        benchmarks.source_year,
        sized.arr,
        sized.arr_per_customer,
        case benchmarks.metric
            when 'net_revenue_retention' then rated.net_revenue_retention
            when 'gross_revenue_retention' then rated.gross_revenue_retention
        end as company_rate,
        benchmarks.low_rate,
        benchmarks.high_rate,
        benchmarks.median_rate,
        benchmarks.top_quartile_rate,
        benchmarks.best_in_class_rate

    from rated

    inner join sized on rated.reporting_level = sized.reporting_level

    inner join benchmarks
        on rated.dimension = case when benchmarks.segment is null then 'total' else 'segment' end
        and rated.dimension_value = coalesce(benchmarks.segment, 'total')
        and (benchmarks.min_arr is null or sized.arr >= benchmarks.min_arr)
        and (benchmarks.max_arr is null or sized.arr < benchmarks.max_arr)
        and (benchmarks.min_acv is null or sized.arr_per_customer >= benchmarks.min_acv)
        and (benchmarks.max_acv is null or sized.arr_per_customer < benchmarks.max_acv)

)

select * from fitted
