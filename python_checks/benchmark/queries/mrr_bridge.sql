-- From opening to closing MRR over the movements, in each of 24 months.
select
    month_start,
    opening_mrr,
    new_mrr,
    reactivation_mrr,
    expansion_mrr,
    contraction_mrr,
    churn_mrr,
    closing_mrr
from marts.metrics_mrr_monthly
where reporting_level = 'customer' and is_complete_month
order by month_start desc
limit 24
