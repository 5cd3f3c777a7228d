{#
Grain: one row per reporting level, window, slice and month whose base month is not before the first
paying month; the window's base and what became of it.
#}

{%- set keys = ['reporting_level', 'window_months', 'dimension', 'dimension_value'] %}
{%- set measures = [
    'starting_customers', 'churned_customers', 'growing_customers', 'losing_customers',
    'starting_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'ending_mrr', 'retained_mrr',
] %}

with

postings as (

    select * from {{ ref('int_retention_sliced') }}

),

slices as (

    select * from {{ ref('int_slices') }}

),

months as (

    select * from {{ ref('int_months') }}

),

changes as (

    select
        {{ keys | join(',\n        ') }},
        {% for measure in measures %}
        sum({{ measure }}) as {{ measure }},
        {% endfor %}
        month_start

    from postings

    group by {{ keys | join(', ') }}, month_start

),

rows_to_show as (

    {% for window_months in policy('retention_windows') %}
    select
        slices.reporting_level,
        {{ window_months }} as window_months,
        slices.dimension,
        slices.dimension_value,
        months.month_start

    from slices

    cross join months

    where
        months.month_start
        >= (select {{ add_months('min(spine.month_start)', window_months) }} from months as spine)

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

summed as (

    select
        rows_to_show.{{ keys | join(',\n        rows_to_show.') }},
        {% for measure in measures %}
        sum(coalesce(changes.{{ measure }}, 0)) over months_so_far as {{ measure }},
        {% endfor %}
        rows_to_show.month_start

    from rows_to_show

    left join changes
        on rows_to_show.month_start = changes.month_start
        {% for key in keys %}
        and rows_to_show.{{ key }} = changes.{{ key }}
        {% endfor %}

    window months_so_far as (
        partition by rows_to_show.{{ keys | join(', rows_to_show.') }}
        order by rows_to_show.month_start
        rows between unbounded preceding and current row
    )

)

select * from summed
