{% set measures = [
    'starting_customers', 'churned_customers', 'starting_mrr', 'expansion_mrr',
    'contraction_mrr', 'churned_mrr', 'ending_mrr', 'retained_mrr',
] %}

with

segments as (

    select
        reporting_level,
        window_months,
        month_start,
        {% for measure in measures %}
        sum({{ measure }}) as {{ measure }},
        {% endfor %}
        dimension

    from {{ ref('metrics_retention_monthly_by_segment') }}

    group by reporting_level, window_months, month_start, dimension

),

dimensions as (

    select distinct dimension from segments

)

select
    total.reporting_level,
    total.window_months,
    total.month_start,
    dimensions.dimension

from {{ ref('metrics_retention_monthly') }} as total

cross join dimensions

left join segments
    on total.reporting_level = segments.reporting_level
    and total.window_months = segments.window_months
    and total.month_start = segments.month_start
    and dimensions.dimension = segments.dimension

where
    segments.dimension is null
    {% for measure in measures %}
    or total.{{ measure }} <> segments.{{ measure }}
    {% endfor %}
