-- How well do we keep what we have, against the same month a year ago?
select
    now.reporting_level,
    now.month_start,
    now.window_months,
    now.starting_customers,
    now.churned_customers,
    now.starting_mrr,
    now.net_revenue_retention,
    now.gross_revenue_retention,
    now.logo_churn_rate,
    now.average_net_revenue_retention,
    now.average_gross_revenue_retention,
    now.average_logo_churn_rate,
    a_year_ago.net_revenue_retention as net_revenue_retention_last_year,
    a_year_ago.gross_revenue_retention as gross_revenue_retention_last_year,
    a_year_ago.logo_churn_rate as logo_churn_rate_last_year

from {{ ref('metrics_retention_monthly') }} as now

left join {{ ref('metrics_retention_monthly') }} as a_year_ago
    on now.reporting_level = a_year_ago.reporting_level
    and now.window_months = a_year_ago.window_months
    and a_year_ago.month_start = now.month_start - interval '12 months'

where now.is_complete_month

order by now.reporting_level, now.window_months, now.month_start
