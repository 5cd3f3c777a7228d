-- How much MRR stands on customers in bad health?
select
    month_start,
    health,
    customers,
    mrr,
    is_complete_month

from {{ ref('metrics_health_monthly') }}

order by month_start, health
