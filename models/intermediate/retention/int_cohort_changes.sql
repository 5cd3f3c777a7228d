{#
Grain: one row per reporting level, cohort and month; by how much what is left of the cohort changes.
A period of MRR comes in its first month and goes after its last.
#}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}
    where mrr > 0

),

signed as (

    select
        reporting_level,
        cohort_month,
        starts_month as month_start,
        1 as sign,
        mrr,
        cohort_mrr

    from periods

    union all

    select
        reporting_level,
        cohort_month,
        ends_month as month_start,
        -1 as sign,
        mrr,
        cohort_mrr

    from periods

),

changes as (

    select
        reporting_level,
        cohort_month,
        month_start,
        sum(sign) as active_customers,
        sum(sign * mrr) as mrr,
        sum(sign * least(mrr, cohort_mrr)) as retained_mrr

    from signed

    group by reporting_level, cohort_month, month_start

)

select * from changes
