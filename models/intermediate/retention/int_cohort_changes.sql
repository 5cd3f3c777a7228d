{#
Grain: one row per posting, reporting level, cohort and month; by how much what is left of the cohort
changes. A period of MRR comes in its first month and goes after its last. A later build posts the
difference that the accounts computed anew make.
#}

{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='posting_id'
) }}

with

periods as (

    select * from {{ ref('int_periods_posted') }}
    where mrr > 0

),

postings as (

    select * from {{ ref('int_posting_identified') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

signed as (

    {% for month, sign in {'starts_month': 'weight', 'ends_month': '-weight'}.items() %}
    select
        counted_at,
        cohort_month,
        {{ month }} as month_start,
        {{ sign }} as sign,
        mrr,
        cohort_mrr

    from periods

    where {{ month }} < {{ open_end() }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
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
        postings.posting_id,
        levels_shown.reporting_level,
        changes.cohort_month,
        changes.month_start,
        sum(changes.active_customers) as active_customers,
        sum(changes.mrr) as mrr,
        sum(changes.retained_mrr) as retained_mrr

    from changes

    inner join levels_shown on changes.counted_at = levels_shown.counted_at

    cross join postings

    group by
        postings.posting_id,
        levels_shown.reporting_level,
        changes.cohort_month,
        changes.month_start

)

select * from at_levels
