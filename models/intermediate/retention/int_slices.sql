{#
Grain: one row per reporting level and slice that has ever paid: everybody (the dimension `total`),
and each value of each customer dimension.
#}

with

periods as (

    select * from {{ ref('int_periods_kept') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

slices as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select distinct
        levels_shown.reporting_level,
        '{{ dimension }}' as dimension,
        {{ "'total'" if dimension == 'total' else 'periods.' ~ dimension }} as dimension_value

    from periods

    inner join levels_shown on periods.counted_at = levels_shown.counted_at

    where periods.movement = 'new'

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from slices
