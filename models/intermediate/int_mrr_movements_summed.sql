{# Grain: one row per reporting level and month; the sums of its movements. #}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

months as (

    select * from {{ ref('int_months') }}

),

levels as (

    select distinct reporting_level from periods

),

summed as (

    select
        levels.reporting_level,
        months.month_start,
        months.is_complete_month,
        {% for movement, happened in {
            'new': 'new', 'reactivation': 'reactivated', 'churn': 'churned'
        }.items() %}
        sum(case when periods.movement = '{{ movement }}' then 1 else 0 end)
            as {{ happened }}_customers,
        {% endfor %}
        {% for movement in ['new', 'reactivation', 'expansion', 'contraction', 'churn'] %}
        sum(case when periods.movement = '{{ movement }}' then periods.mrr_change else 0 end)
            as {{ movement }}_mrr,
        {% endfor %}
        sum(coalesce(periods.mrr_change, 0)) as mrr_change

    from levels

    cross join months

    left join periods
        on levels.reporting_level = periods.reporting_level
        and months.month_start = periods.starts_month

    group by levels.reporting_level, months.month_start, months.is_complete_month

)

select * from summed
