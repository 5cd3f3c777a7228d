{#
What the largest customers hold, once more the long way, in the last complete month: all customers who
paid twelve months before, in everybody and in each value of each dimension.
#}
{%- set last_month = add_months(month_of(as_of_date()), -1) %}

with

ends as (

    select * from {{ ref('fct_customer_months') }}
    where month_start = {{ last_month }}

),

starts as (

    select * from {{ ref('fct_customer_months') }}
    where month_start = {{ add_months(last_month, -12) }} and closing_mrr > 0

),

customers as (

    select
        starts.reporting_level,
        starts.customer_id,
        'total' as total,
        {% for dimension in policy('customer_dimensions') %}
        coalesce(customers.{{ dimension }}, 'unknown') as {{ dimension }},
        {% endfor %}
        starts.closing_mrr as starting_mrr,
        coalesce(ends.closing_mrr, 0) as ending_mrr,
        greatest(coalesce(ends.closing_mrr, 0) - starts.closing_mrr, 0) as expansion_mrr

    from starts

    left join ends
        on starts.reporting_level = ends.reporting_level
        and starts.customer_id = ends.customer_id

    left join {{ ref('dim_customers') }} as customers on starts.customer_id = customers.customer_id

),

ranked as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        reporting_level,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        starting_mrr,
        ending_mrr,
        {% for measure in ['starting_mrr', 'expansion_mrr'] %}
        row_number() over (
            partition by reporting_level, {{ dimension }}
            order by {{ measure }} desc, {{ in_byte_order('customer_id') }} asc
        ) as place_by_{{ measure }},
        {% endfor %}
        expansion_mrr

    from customers

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

summed as (

    select
        reporting_level,
        dimension,
        dimension_value,
        {% for measure in ['starting_mrr', 'expansion_mrr'] %}
        {% for top in [1, 5, 10] %}
        sum(case when place_by_{{ measure }} <= {{ top }} then {{ measure }} else 0 end)
            as top_{{ top }}_{{ measure }},
        {% endfor %}
        {% endfor %}
        sum(case when place_by_starting_mrr <= 5 then ending_mrr else 0 end) as top_5_ending_mrr

    from ranked

    group by reporting_level, dimension, dimension_value

),

concentrations as (

    select * from {{ ref('int_concentrations_summed') }}
    where month_start = {{ last_month }}

)

select
    coalesce(summed.reporting_level, concentrations.reporting_level) as reporting_level,
    coalesce(summed.dimension, concentrations.dimension) as dimension,
    coalesce(summed.dimension_value, concentrations.dimension_value) as dimension_value

from summed

full outer join concentrations
    on summed.reporting_level = concentrations.reporting_level
    and summed.dimension = concentrations.dimension
    and summed.dimension_value = concentrations.dimension_value

where
    summed.dimension is null
    or concentrations.dimension is null
    or summed.top_5_ending_mrr <> concentrations.top_5_ending_mrr
    {% for measure in ['starting_mrr', 'expansion_mrr'] %}
    {% for top in [1, 5, 10] %}
    or summed.top_{{ top }}_{{ measure }} <> concentrations.top_{{ top }}_{{ measure }}
    {% endfor %}
    {% endfor %}
