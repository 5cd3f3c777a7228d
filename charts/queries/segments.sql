-- Which segment, country, industry or channel keeps and grows, and how much of the whole is that?
select
    segments.reporting_level,
    segments.month_start,
    segments.window_months,
    segments.dimension,
    segments.dimension_value,
    segments.starting_customers,
    segments.churned_customers,
    segments.starting_mrr,
    segments.expansion_mrr,
    segments.contraction_mrr + segments.churned_mrr as lost_mrr,
    total.starting_mrr as total_starting_mrr,
    segments.net_revenue_retention,
    segments.gross_revenue_retention,
    segments.logo_churn_rate

from {{ ref('metrics_retention_monthly_by_segment') }} as segments

inner join {{ ref('metrics_retention_monthly') }} as total
    on segments.reporting_level = total.reporting_level
    and segments.month_start = total.month_start
    and segments.window_months = total.window_months

where
    segments.month_start = (
        select max(latest.month_start)
        from {{ ref('metrics_retention_monthly') }} as latest
        where latest.is_complete_month
    )

order by
    segments.reporting_level asc,
    segments.window_months asc,
    segments.dimension asc,
    segments.starting_mrr desc,
    segments.dimension_value asc
