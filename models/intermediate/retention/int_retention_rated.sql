{#
Grain: one row per reporting level, window, slice and month; the rates of the month and their
average, weighted, over the last twelve month-ends.
#}

with

sums as (

    select * from {{ ref('int_retention_by_slice') }}
    where reporting_level in ({{ reporting_levels() }})

),

months as (

    select * from {{ ref('int_months') }}

),

year_sums as (

    select
        reporting_level,
        window_months,
        dimension,
        dimension_value,
        {% for measure in [
            'starting_customers', 'churned_customers', 'starting_mrr', 'ending_mrr', 'retained_mrr'
        ] %}
        sum({{ measure }}) over (
            partition by reporting_level, window_months, dimension, dimension_value
            order by month_start
            rows between 11 preceding and current row
        ) as {{ measure }},
        {% endfor %}
        month_start

    from sums

),

rated as (

    select
        sums.reporting_level,
        sums.dimension,
        sums.dimension_value,
        sums.month_start,
        months.is_complete_month,
        sums.window_months,
        cast(sums.starting_customers as integer) as starting_customers,
        cast(sums.churned_customers as integer) as churned_customers,
        cast(sums.growing_customers as integer) as growing_customers,
        cast(sums.losing_customers as integer) as losing_customers,
        {{ money('sums.starting_mrr') }} as starting_mrr,
        {{ money('sums.expansion_mrr') }} as expansion_mrr,
        {{ money('sums.contraction_mrr') }} as contraction_mrr,
        {{ money('sums.churned_mrr') }} as churned_mrr,
        {{ money('sums.ending_mrr') }} as ending_mrr,
        {{ money('sums.retained_mrr') }} as retained_mrr,
        {{ ratio('sums.ending_mrr', 'sums.starting_mrr') }} as net_revenue_retention,
        {{ ratio('sums.retained_mrr', 'sums.starting_mrr') }} as gross_revenue_retention,
        {{ ratio('sums.churned_customers', 'sums.starting_customers') }} as logo_churn_rate,
        {{ ratio('year_sums.ending_mrr', 'year_sums.starting_mrr') }}
            as average_net_revenue_retention,
        {{ ratio('year_sums.retained_mrr', 'year_sums.starting_mrr') }}
            as average_gross_revenue_retention,
        {{ ratio('year_sums.churned_customers', 'year_sums.starting_customers') }}
            as average_logo_churn_rate

    from sums

    inner join year_sums
        on sums.reporting_level = year_sums.reporting_level
        and sums.window_months = year_sums.window_months
        and sums.dimension = year_sums.dimension
        and sums.dimension_value = year_sums.dimension_value
        and sums.month_start = year_sums.month_start

    inner join months on sums.month_start = months.month_start

)

select * from rated
