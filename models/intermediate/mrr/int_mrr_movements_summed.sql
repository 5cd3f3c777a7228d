{# Grain: one row per reporting level and month; the sums of its movements. #}

with

changes as (

    select * from {{ ref('int_mrr_movements') }}
    where reporting_level in ({{ reporting_levels() }})

),

months as (

    select * from {{ ref('int_months') }}

),

levels as (

    select distinct reporting_level from changes

),

summed as (

    select
        levels.reporting_level,
        months.month_start,
        months.is_complete_month,
        {% for movement, happened in {
            'new': 'new', 'reactivation': 'reactivated', 'churn': 'churned'
        }.items() %}
        sum(case when changes.movement = '{{ movement }}' then 1 else 0 end)
            as {{ happened }}_customers,
        {% endfor %}
        {% for movement in ['new', 'reactivation', 'expansion', 'contraction', 'churn'] %}
        sum(case when changes.movement = '{{ movement }}' then changes.mrr_change else 0 end)
            as {{ movement }}_mrr,
        {% endfor %}
        sum(coalesce(changes.mrr_change, 0)) as mrr_change

    from levels

    cross join months

    left join changes
        on levels.reporting_level = changes.reporting_level
        and months.month_start = changes.month_start

    group by levels.reporting_level, months.month_start, months.is_complete_month

)

select * from summed
