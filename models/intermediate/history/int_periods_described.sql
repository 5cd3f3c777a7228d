{#
Grain: one row per way of counting, customer and stretch of months with one MRR; the movement that it
begins with and the customer's dimensions.
#}

{{ config(materialized='view') }}

with

movements as (

    select * from {{ ref('int_mrr_movements') }}

),

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

described as (

    select
        movements.counted_at,
        movements.customer_id,
        movements.month_start as starts_month,
        movements.ends_month,
        movements.cohort_month,
        movements.movement,
        {% for dimension in policy('customer_dimensions') %}
        coalesce(customers.{{ dimension }}, 'unknown') as {{ dimension }},
        {% endfor %}
        movements.is_late_renewal,
        movements.opening_mrr,
        movements.mrr,
        movements.mrr_change,
        movements.cohort_mrr

    from movements

    left join customers on movements.customer_id = customers.customer_id

)

select * from described
