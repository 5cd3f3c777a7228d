{# (starting MRR + expansion - contraction - churn) / starting MRR, from the bridge of the month. #}
select
    retention.reporting_level,
    retention.month_start

from {{ ref('metrics_retention_monthly') }} as retention

inner join {{ ref('metrics_mrr_monthly') }} as months
    on retention.reporting_level = months.reporting_level
    and retention.month_start = months.month_start

where
    retention.window_months = 1
    and (
        retention.starting_mrr <> months.opening_mrr
        or retention.expansion_mrr <> months.expansion_mrr
        or retention.contraction_mrr <> months.contraction_mrr
        or retention.churned_mrr <> months.churn_mrr
        or retention.starting_customers <> months.opening_customers
        or retention.churned_customers <> months.churned_customers
    )
