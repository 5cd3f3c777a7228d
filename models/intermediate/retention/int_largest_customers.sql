{#
Grain: one row per measure, reporting level, slice, month and place among the slice's ten largest
customers by that measure; of equal ones the smallest customer_id comes first.
#}

with

standings as (

    select * from {{ ref('int_yearly_standings') }}

),

floors as (

    select * from {{ ref('int_entry_floors') }}

),

months as (

    select * from {{ ref('int_months') }}

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
        {{ 'and standings.' ~ dimension ~ ' = floors.dimension_value' if dimension != 'total' }}
        and standings.measure = floors.measure
        and standings.counted_at = floors.counted_at
        and standings.starts_month = floors.starts_month
        and standings.ends_month = floors.ends_month
        and standings.standing >= floors.floor

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

placed as (

    select
        contenders.measure,
        contenders.reporting_level,
        contenders.dimension,
        contenders.dimension_value,
        months.month_start,
        contenders.counted_at,
        contenders.customer_id,
        row_number() over (
            partition by
                contenders.measure,
                contenders.reporting_level,
                contenders.dimension,
                contenders.dimension_value,
                months.month_start
            order by contenders.standing desc
        ) as place,
        contenders.amount

    from contenders

    inner join months
        on contenders.starts_month <= months.month_start
        and contenders.ends_month > months.month_start

)

select * from placed where place <= 10
