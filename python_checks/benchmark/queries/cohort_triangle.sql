-- Each cohort's NRR by age.
pivot (
    select
        cohort_month,
        months_since_cohort,
        net_revenue_retention
    from marts.metrics_retention_by_cohort
    where reporting_level = 'customer' and is_complete_month
)
on months_since_cohort
using max(net_revenue_retention)
order by cohort_month
