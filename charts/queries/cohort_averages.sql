-- What does a cohort keep by age? Ratios of sums: over all cohorts that have reached the age, and
-- per year of cohorts at the ages that every cohort of the year has reached.
with

cohorts as (

    select
        reporting_level,
        months_since_cohort,
        cohort_customers,
        active_customers,
        cohort_mrr,
        mrr,
        retained_mrr,
        extract(year from cohort_month) as cohort_year

    from {{ ref('metrics_retention_by_cohort') }}

    where is_complete_month

),

of_all_and_of_years as (

    select * from cohorts

    union all

    select
        reporting_level,
        months_since_cohort,
        cohort_customers,
        active_customers,
        cohort_mrr,
        mrr,
        retained_mrr,
        null as cohort_year

    from cohorts

),

summed as (

    select
        reporting_level,
        cohort_year,
        months_since_cohort,
        count(*) as cohorts,
        max(count(*)) over (partition by reporting_level, cohort_year) as cohorts_at_start,
        sum(cohort_customers) as cohort_customers,
        sum(active_customers) as active_customers,
        sum(cohort_mrr) as cohort_mrr,
        sum(mrr) as mrr,
        sum(retained_mrr) as retained_mrr

    from of_all_and_of_years

    group by reporting_level, cohort_year, months_since_cohort

)

select
    reporting_level,
    cohort_year,
    months_since_cohort,
    cohorts,
    cohort_customers,
    active_customers,
    cohort_mrr,
    mrr,
    retained_mrr

from summed

where cohort_year is null or cohorts = cohorts_at_start

order by reporting_level, cohort_year nulls first, months_since_cohort
