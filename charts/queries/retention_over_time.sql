-- Do customers stay and grow, and is it getting better?
select
    reporting_level,
    month_start,
    window_months,
    is_complete_month,
    starting_customers,
    churned_customers,
    starting_mrr,
    net_revenue_retention,
    gross_revenue_retention,
    logo_churn_rate,
    average_net_revenue_retention,
    average_gross_revenue_retention,
    average_logo_churn_rate

from {{ ref('metrics_retention_monthly') }}

order by reporting_level, window_months, month_start
