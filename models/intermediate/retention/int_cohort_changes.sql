{#
Grain: one row per reporting level, cohort and month; by how much what is left of the cohort changes.
A period of MRR comes in its first month and goes after its last.
#}

with

periods as (

    select * from {{ ref('int_periods_kept') }}
    where mrr > 0

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

signed as (

    select
        counted_at,
        cohort_month,
        starts_month as month_start,
        1 as sign,
        mrr,
        cohort_mrr

    from periods

    union all

    select
        counted_at,
        cohort_month,
        ends_month as month_start,
        -1 as sign,
        mrr,
        cohort_mrr

    from periods

    where ends_month < {{ open_end() }}

),

changes as (

    select
        counted_at,
        cohort_month,
        month_start,
        sum(sign) as active_customers,
        sum(sign * mrr) as mrr,
        sum(sign * least(mrr, cohort_mrr)) as retained_mrr

    from signed

    group by counted_at, cohort_month, month_start

),

at_levels as (

    select
        levels_shown.reporting_level,
        changes.cohort_month,
        changes.month_start,
        sum(changes.active_customers) as active_customers,
        sum(changes.mrr) as mrr,
        sum(changes.retained_mrr) as retained_mrr

    from changes

    inner join levels_shown on changes.counted_at = levels_shown.counted_at

    group by levels_shown.reporting_level, changes.cohort_month, changes.month_start

)

select * from at_levels
