{#
Grain: one row per way of counting, customer and stretch of months with one MRR; the movement that it
begins with and the customer's dimensions.
#}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

movements as (

    select * from {{ ref('int_mrr_movements') }}

),

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

described as (

    select
        periods.counted_at,
        periods.customer_id,
        periods.starts_month,
        periods.ends_month,
        periods.cohort_month,
        movements.movement,
        {% for dimension in policy('customer_dimensions') %}
        coalesce(customers.{{ dimension }}, 'unknown') as {{ dimension }},
        {% endfor %}
        movements.is_late_renewal,
        periods.opening_mrr,
        periods.mrr,
        periods.mrr_change,
        periods.cohort_mrr

    from periods

    inner join movements
        on periods.counted_at = movements.counted_at
        and periods.customer_id = movements.customer_id
        and periods.starts_month = movements.month_start

    left join customers on periods.customer_id = customers.customer_id

)

select * from described
