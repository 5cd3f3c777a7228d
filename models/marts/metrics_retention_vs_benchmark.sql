with

fitted as (

    select * from {{ ref('int_benchmarks_fitted') }}

),

placed as (

    select
        reporting_level,
        month_start,
        dimension,
        dimension_value,
        metric,
        benchmark_id,
        case
            when company_rate is null then 'no_rate'
            when company_rate >= best_in_class_rate then 'best_in_class'
            when company_rate < best_in_class_rate then 'below_best_in_class'
            when company_rate < low_rate then 'below_range'
            when company_rate <= high_rate then 'in_range'
            when company_rate > high_rate then 'above_range'
            when company_rate < median_rate then 'below_median'
            when company_rate < top_quartile_rate then 'above_median'
            when company_rate >= top_quartile_rate then 'top_quartile'
        end as benchmark_position,
        stated_as,
        source,
        source_year,
        arr,
        arr_per_customer,
        company_rate,
        low_rate,
        high_rate,
        median_rate,
        top_quartile_rate,
        best_in_class_rate

    from fitted

)

select * from placed
