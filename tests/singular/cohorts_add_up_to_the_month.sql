with

cohorts as (

    select
        reporting_level,
        month_start,
        sum(active_customers) as customers,
        sum(mrr) as mrr

    from {{ ref('metrics_retention_by_cohort') }}

    group by reporting_level, month_start

)

select
    months.reporting_level,
    months.month_start

from {{ ref('metrics_mrr_monthly') }} as months

left join cohorts
    on months.reporting_level = cohorts.reporting_level
    and months.month_start = cohorts.month_start

where
    months.closing_customers <> coalesce(cohorts.customers, 0)
    or months.closing_mrr <> coalesce(cohorts.mrr, 0)
