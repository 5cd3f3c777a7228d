{# Customers and MRR of all healths are those of the month, and so is what they lose next month. #}
with by_health as (
    select
        month_start,
        sum(customers) as customers,
        sum(mrr) as mrr,
        sum(lost_mrr_next_month) as lost_mrr_next_month
    from {{ ref('metrics_health_monthly') }}
    group by month_start
),

months as (
    select
        month_start,
        closing_customers as customers,
        closing_mrr as mrr,
        case
            when lead(is_complete_month) over (order by month_start)
                then lead(contraction_mrr + churn_mrr) over (order by month_start)
        end as lost_mrr_next_month
    from {{ ref('metrics_mrr_monthly') }}
    where reporting_level = 'customer'
)

select
    months.month_start,
    months.mrr
from months
left join by_health on months.month_start = by_health.month_start
where
    months.customers <> coalesce(by_health.customers, 0)
    or months.mrr <> coalesce(by_health.mrr, 0)
    or (months.customers > 0 and months.lost_mrr_next_month <> by_health.lost_mrr_next_month)
