-- NRR, GRR and logo churn over twelve months: the tile on top of a dashboard.
select
    month_start,
    starting_mrr,
    net_revenue_retention,
    gross_revenue_retention,
    logo_churn_rate
from marts.metrics_retention_monthly
where reporting_level = 'customer' and window_months = 12 and is_complete_month
order by month_start desc
limit 1
