{#
Grain: one row per measure, reporting level, slice, way of counting and stretch of months in which
a customer could be listed among the slice's largest; the standing that this takes at least.
#}

{%- set slice = ['measure', 'reporting_level', 'dimension', 'dimension_value'] %}
{%- set stretch = slice + ['counted_at', 'starts_month', 'ends_month'] %}
{%- set places = listed_places() %}

with

led as (

    select * from {{ ref('int_stretches_led') }}

),

months as (

    select * from {{ ref('int_months') }}

),

reopened as ( -- noqa: ST03

    select * from {{ ref('int_rankings_reopened') }}

),

placed as (

    select
        led.{{ stretch | join(',\n        led.') }},
        months.month_start,
        led.standing,
        row_number() over (
            partition by led.{{ slice | join(', led.') }}, months.month_start
            order by led.standing desc
        ) as place

    from led

    inner join months
        on led.starts_month <= months.month_start
        and led.ends_month > months.month_start

    {% if not is_full_build() %}
    inner join reopened
        on months.month_start >= reopened.first_month
        and months.month_start <= reopened.last_month
        and led.measure = reopened.measure
        and led.dimension = reopened.dimension
        and led.dimension_value = reopened.dimension_value
    {% endif %}

),

leaders as (

    select
        {{ stretch | join(',\n        ') }},
        case
            when count(*) over month_of_slice = {{ places }} then min(standing) over month_of_slice
            else 0
        end as floor

    from placed

    where place <= {{ places }}

    window month_of_slice as (partition by {{ slice | join(', ') }}, month_start)

),

lowest as (

    select
        {{ stretch | join(',\n        ') }},
        min(floor) as floor

    from leaders

    group by {{ stretch | join(', ') }}

)

select * from lowest
