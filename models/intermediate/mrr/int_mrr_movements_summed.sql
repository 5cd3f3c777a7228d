{# Grain: one row per reporting level and month; the sums of its movements. #}

with

periods as (

    select * from {{ ref('int_periods_kept') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

months as (

    select * from {{ ref('int_months') }}

),

changes as (

    select
        counted_at,
        starts_month as month_start,
        movement,
        count(*) as customers,
        sum(mrr_change) as mrr_change

    from periods

    group by counted_at, starts_month, movement

),

changes_shown as (

    select
        levels_shown.reporting_level,
        changes.month_start,
        changes.movement,
        changes.customers,
        changes.mrr_change

    from changes

    inner join levels_shown on changes.counted_at = levels_shown.counted_at

),

levels as (

    select distinct reporting_level from changes_shown

),

summed as (

    select
        levels.reporting_level,
        months.month_start,
        months.is_complete_month,
        {% for movement, happened in {
            'new': 'new', 'reactivation': 'reactivated', 'churn': 'churned'
        }.items() %}
        sum(case when changes.movement = '{{ movement }}' then changes.customers else 0 end)
            as {{ happened }}_customers,
        {% endfor %}
        {% for movement in ['new', 'reactivation', 'expansion', 'contraction', 'churn'] %}
        sum(case when changes.movement = '{{ movement }}' then changes.mrr_change else 0 end)
            as {{ movement }}_mrr,
        {% endfor %}
        sum(coalesce(changes.mrr_change, 0)) as mrr_change

    from levels

    cross join months

    left join changes_shown as changes
        on levels.reporting_level = changes.reporting_level
        and months.month_start = changes.month_start

    group by levels.reporting_level, months.month_start, months.is_complete_month

)

select * from summed
