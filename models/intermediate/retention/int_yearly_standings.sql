{#
Grain: one row per measure, way of counting, customer and stretch of months up to the last one; the
amount as a whole number that puts all customers in one order, equal amounts by customer_id.
#}

{{ config(materialized='view') }}

{%- set month_after_last = add_months(month_of(as_of_date()), 1) %}

with

amounts as (

    select * from {{ ref('int_yearly_amounts') }}

),

numbered as (

    select * from {{ ref('int_customers_numbered') }}

),

standings as (

    select
        amounts.measure,
        amounts.counted_at,
        amounts.customer_id,
        {% for dimension in policy('customer_dimensions') %}
        amounts.{{ dimension }},
        {% endfor %}
        amounts.starts_month,
        least(amounts.ends_month, {{ month_after_last }}) as ends_month,
        amounts.amount,
        {{ millionths('amounts.amount') }} * 10000000000 - numbered.customer_number as standing

    from amounts

    inner join numbered on amounts.customer_id = numbered.customer_id

    where amounts.starts_month < {{ month_after_last }}

)

select * from standings
