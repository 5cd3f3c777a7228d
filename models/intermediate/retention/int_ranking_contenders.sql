{#
Grain: one row per measure, reporting level, slice, customer and stretch of months in which it reaches
the floor of the slice: who is ranked at all.
#}

{{ config(materialized='view') }}

with

standings as (

    select * from {{ ref('int_yearly_standings') }}

),

floors as (

    select * from {{ ref('int_entry_floors') }}

),

contenders as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        floors.measure,
        floors.reporting_level,
        floors.dimension,
        floors.dimension_value,
        standings.counted_at,
        standings.customer_id,
        standings.starts_month,
        standings.ends_month,
        standings.amount,
        standings.standing

    from standings

    inner join floors
        on floors.dimension = '{{ dimension }}'
        and standings.{{ dimension }} = floors.dimension_value
        and standings.measure = floors.measure
        and standings.counted_at = floors.counted_at
        and standings.starts_month = floors.starts_month
        and standings.ends_month = floors.ends_month
        and standings.standing >= floors.floor

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from contenders
