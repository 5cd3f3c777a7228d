-- Do newer cohorts behave better than older ones?
select
    reporting_level,
    cohort_month,
    months_since_cohort,
    is_complete_month,
    cohort_customers,
    cohort_mrr,
    net_revenue_retention,
    gross_revenue_retention,
    logo_retention_rate

from {{ ref('metrics_retention_by_cohort') }}

order by reporting_level, cohort_month, months_since_cohort
