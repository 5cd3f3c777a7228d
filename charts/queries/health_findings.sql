-- Does a high NRR hide losses, or rest on a few customers?
with

health as (

    select * from {{ ref('metrics_retention_health') }}

),

last_month as (

    select max(month_start) as month_start
    from health
    where is_complete_month

)

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

from health

inner join last_month on health.month_start = last_month.month_start

order by
    health.reporting_level asc,
    health.dimension = 'total' desc,
    health.is_leaky_bucket desc,
    health.top_5_share_of_expansion desc nulls last,
    health.dimension asc,
    health.dimension_value asc
