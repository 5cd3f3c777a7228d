{#
Grain: one row per reporting level, slice and month in which the base of twelve months before is not
empty; who grew and who shrank, and what the largest customers hold of it.
#}

with

customers as (

    select * from {{ ref('int_bases_ranked') }}

),

summed as (

    select
        reporting_level,
        dimension,
        dimension_value,
        month_start,
        count(case when ending_mrr > starting_mrr then 1 end) as growing_customers,
        count(case when ending_mrr < starting_mrr then 1 end) as losing_customers,
        {% for measure in ['starting_mrr', 'expansion_mrr'] %}
        {% for top in [1, 5, 10] %}
        sum(case when rank_by_{{ measure }} <= {{ top }} then {{ measure }} end)
            as top_{{ top }}_{{ measure }},
        {% endfor %}
        {% endfor %}
        sum(case when rank_by_starting_mrr > 5 then starting_mrr end)
            as starting_mrr_without_top_5,
        sum(case when rank_by_starting_mrr > 5 then ending_mrr end) as ending_mrr_without_top_5

    from customers

    group by reporting_level, dimension, dimension_value, month_start

)

select * from summed
