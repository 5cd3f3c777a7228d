{#
Grain: one row per reporting level and slice that has ever paid: everybody (the dimension `total`),
and each value of each customer dimension.
#}

with

paying as (

    select distinct {{ (['counted_at'] + policy('customer_dimensions')) | join(', ') }}
    from {{ ref('int_periods_kept') }}
    where movement = 'new'

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

slices as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select distinct
        levels_shown.reporting_level,
        '{{ dimension }}' as dimension,
        {{ "'total'" if dimension == 'total' else 'paying.' ~ dimension }} as dimension_value

    from paying

    inner join levels_shown on paying.counted_at = levels_shown.counted_at

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from slices
