-- What do we earn per month, and what changed it?
select
    reporting_level,
    month_start,
    is_complete_month,
    opening_customers,
    new_customers,
    reactivated_customers,
    churned_customers,
    closing_customers,
    opening_mrr,
    new_mrr,
    reactivation_mrr,
    expansion_mrr,
    contraction_mrr,
    churn_mrr,
    closing_mrr,
    closing_mrr - opening_mrr as net_new_mrr,
    committed_mrr,
    arr,
    quick_ratio

from {{ ref('metrics_mrr_monthly') }}

order by reporting_level, month_start
