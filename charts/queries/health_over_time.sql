-- How much MRR stands on customers in bad health, and what became of them the month after?
select
    month_start,
    health,
    customers,
    mrr,
    lost_mrr_next_month,
    churned_customers_next_month,
    is_complete_month

from {{ ref('metrics_health_monthly') }}

order by month_start, health
