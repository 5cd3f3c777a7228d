{#
Grain: one row per reporting level, slice and month in which the base of twelve months before is not
empty; what its largest customers hold of it.
#}

with

largest as (

    select * from {{ ref('int_largest_customers') }}

),

periods as (

    select * from {{ ref('int_periods_kept') }}

),

with_ending_mrr as (

    select
        largest.reporting_level,
        largest.dimension,
        largest.dimension_value,
        largest.month_start,
        largest.measure,
        largest.place,
        largest.amount,
        periods.mrr as ending_mrr

    from largest

    inner join periods
        on largest.counted_at = periods.counted_at
        and largest.customer_id = periods.customer_id
        and largest.month_start >= periods.starts_month
        and largest.month_start < periods.ends_month

),

summed as (

    select
        reporting_level,
        dimension,
        dimension_value,
        month_start,
        {% for measure in ['starting_mrr', 'expansion_mrr'] %}
        {% for top in [1, 5, 10] %}
        sum(case when measure = '{{ measure }}' and place <= {{ top }} then amount else 0 end)
            as top_{{ top }}_{{ measure }},
        {% endfor %}
        {% endfor %}
        sum(case when measure = 'starting_mrr' and place <= 5 then ending_mrr else 0 end)
            as top_5_ending_mrr

    from with_ending_mrr

    group by reporting_level, dimension, dimension_value, month_start

)

select * from summed
