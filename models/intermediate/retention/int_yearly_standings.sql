{#
Grain: one row per measure, way of counting, customer and stretch of months up to the last one; the
amount as a whole number that puts all customers in one order, equal amounts by customer_id. Only
of the slices that are ranked in this build: the other dimensions are null.
#}

{{ config(materialized='view') }}

{%- set dimensions = ['total'] + policy('customer_dimensions') %}
{%- set month_after_last = add_months(month_of(as_of_date()), 1) %}

with

amounts as (

    select * from {{ ref('int_yearly_amounts') }}

),

numbered as (

    select * from {{ ref('int_customers_numbered') }}

),

reopened as ( -- noqa: ST03

    select * from {{ ref('int_rankings_reopened') }}

),

standings as (

    select
        amounts.measure,
        amounts.counted_at,
        amounts.customer_id,
        {% for dimension in dimensions %}
        {% set value = "'total'" if dimension == 'total' else 'amounts.' ~ dimension %}
        {% if is_full_build() %}
        {{ value }} as {{ dimension }},
        {% else %}
        case when {{ dimension }}_reopened.measure is not null then {{ value }} end
            as {{ dimension }},
        {% endif %}
        {% endfor %}
        amounts.starts_month,
        least(amounts.ends_month, {{ month_after_last }}) as ends_month,
        amounts.amount,
        {{ millionths('amounts.amount') }} * 10000000000 - numbered.customer_number as standing

    from amounts

    {% for dimension in dimensions if not is_full_build() %}
    left join reopened as {{ dimension }}_reopened
        on {{ dimension }}_reopened.dimension = '{{ dimension }}'
        {% if dimension != 'total' %}
        and amounts.{{ dimension }} = {{ dimension }}_reopened.dimension_value
        {% endif %}
        and amounts.measure = {{ dimension }}_reopened.measure
        and amounts.starts_month <= {{ dimension }}_reopened.last_month
        and amounts.ends_month > {{ dimension }}_reopened.first_month

    {% endfor %}
    inner join numbered on amounts.customer_id = numbered.customer_id

    where amounts.starts_month < {{ month_after_last }}

)

select * from standings where coalesce({{ dimensions | join(', ') }}) is not null
