{#
Grain: one row per measure and slice to be ranked again, and from which month to which. Empty in a
full build, which ranks everybody.
#}

{%- set slice = ['measure', 'dimension', 'dimension_value'] %}
{%- set ranking = slice + ['reporting_level', 'month_start'] %}

with

build as (

    select * from {{ ref('refresh_build') }}

),

carried as ( -- noqa: ST03

    select * from {{ ref('int_rankings_carried') }}

),

months as (

    select * from {{ ref('int_months') }}

),

slices as (

    select * from {{ ref('int_slices') }}

),

affected as (

    -- A month has begun.
    {% for measure in ['starting_mrr', 'expansion_mrr'] %}
    select
        '{{ measure }}' as measure,
        slices.dimension,
        slices.dimension_value,
        months.month_start

    from slices

    cross join build

    inner join months on build.first_month_to_write <= months.month_start

    {{ 'union all' if not loop.last }}

    {% endfor %}
    {% if not is_full_build() %}
    union all

    -- Fewer than ten are left of a list that others would follow on.
    select
        listed.{{ slice | join(',\n        listed.') }},
        listed.month_start

    from {{ relation_of('int_largest_customers') }} as listed

    left join carried
        on carried.place = 10
        {% for column in ranking %}
        and listed.{{ column }} = carried.{{ column }}
        {% endfor %}

    where
        listed.place = 1
        and listed.last_amount is not null
        and carried.measure is null
    {% endif %}

),

reopened as (

    select
        {{ slice | join(',\n        ') }},
        min(month_start) as first_month,
        max(month_start) as last_month

    from affected

    group by {{ slice | join(', ') }}

)

select * from reopened
