-- NRR and GRR of each segment in every month.
select
    month_start,
    dimension_value as segment,
    starting_mrr,
    net_revenue_retention,
    gross_revenue_retention
from marts.metrics_retention_monthly_by_segment
where
    reporting_level = 'customer'
    and dimension = 'segment'
    and window_months = 12
    and is_complete_month
order by segment, month_start
