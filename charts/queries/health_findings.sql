-- Does a high NRR hide losses, or rest on a few customers?
select
    health.reporting_level,
    health.month_start,
    health.dimension,
    health.dimension_value,
    health.finding,
    health.is_leaky_bucket,
    health.is_concentrated_expansion,
    health.starting_customers,
    health.growing_customers,
    health.losing_customers,
    health.net_revenue_retention,
    health.gross_revenue_retention,
    health.retention_gap,
    health.top_5_share_of_starting_mrr,
    health.top_5_share_of_expansion,
    health.net_revenue_retention_without_top_5

from {{ ref('metrics_retention_health') }} as health

where health.month_start = (
    select max(latest.month_start)
    from {{ ref('metrics_retention_health') }} as latest
    where latest.is_complete_month
)

order by
    health.reporting_level,
    health.dimension = 'total' desc,
    health.is_leaky_bucket desc,
    health.top_5_share_of_expansion desc nulls last,
    health.dimension_value
