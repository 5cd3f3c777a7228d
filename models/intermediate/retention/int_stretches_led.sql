{#
Grain: one row per measure, reporting level, slice, way of counting and stretch of months; the
highest standing of a customer of the slice in exactly these months.
#}

{{ config(materialized='view') }}

with

standings as (

    select * from {{ ref('int_yearly_standings') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

led as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        measure,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        counted_at,
        starts_month,
        ends_month,
        max(standing) as standing

    from standings

    where {{ dimension }} is not null

    group by
        measure,
        {{ dimension }},
        counted_at,
        starts_month,
        ends_month

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

led_at_levels as (

    select
        led.measure,
        levels_shown.reporting_level,
        led.dimension,
        led.dimension_value,
        led.counted_at,
        led.starts_month,
        led.ends_month,
        led.standing

    from led

    inner join levels_shown on led.counted_at = levels_shown.counted_at

)

select * from led_at_levels
