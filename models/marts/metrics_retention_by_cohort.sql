with

months as (

    select * from {{ ref('int_months') }}

),

changes as (

    select * from {{ ref('int_cohort_changes') }}

),

cohorts as (

    select
        reporting_level,
        cohort_month,
        sum(active_customers) as cohort_customers,
        sum(mrr) as cohort_mrr

    from changes

    where month_start = cohort_month

    group by reporting_level, cohort_month

    having sum(active_customers) > 0

),

followed as (

    select
        cohorts.reporting_level,
        cohorts.cohort_month,
        months.month_start,
        months.is_complete_month,
        cohorts.cohort_customers,
        cohorts.cohort_mrr,
        sum(changes.active_customers) as active_customers,
        sum(changes.mrr) as mrr,
        sum(changes.retained_mrr) as retained_mrr

    from cohorts

    inner join months on cohorts.cohort_month <= months.month_start

    inner join changes
        on cohorts.reporting_level = changes.reporting_level
        and cohorts.cohort_month = changes.cohort_month
        and months.month_start >= changes.month_start

    group by
        cohorts.reporting_level,
        cohorts.cohort_month,
        months.month_start,
        months.is_complete_month,
        cohorts.cohort_customers,
        cohorts.cohort_mrr

),

rated as (

    select
        reporting_level,
        cohort_month,
        month_start,
        is_complete_month,
        cast(
            {{ dbt.datediff('cohort_month', 'month_start', 'month') }}
            as integer
        ) as months_since_cohort,
        cast(cohort_customers as integer) as cohort_customers,
        cast(active_customers as integer) as active_customers,
        {{ money('cohort_mrr') }} as cohort_mrr,
        {{ money('mrr') }} as mrr,
        {{ money('retained_mrr') }} as retained_mrr,
        {{ ratio('mrr', 'cohort_mrr') }} as net_revenue_retention,
        {{ ratio('retained_mrr', 'cohort_mrr') }} as gross_revenue_retention,
        {{ ratio('active_customers', 'cohort_customers') }} as logo_retention_rate,
        {{ ratio('(cohort_customers - active_customers)', 'cohort_customers') }}
            as logo_churn_rate

    from followed

)

select * from rated
