-- How do we stand against what others publish?
select
    reporting_level,
    month_start,
    dimension,
    dimension_value,
    metric,
    benchmark_id,
    benchmark_position,
    stated_as,
    source,
    source_year,
    company_rate,
    low_rate,
    high_rate,
    median_rate,
    top_quartile_rate,
    best_in_class_rate

from {{ ref('metrics_retention_vs_benchmark') }}

order by reporting_level asc, dimension desc, metric desc, benchmark_id asc, dimension_value asc
