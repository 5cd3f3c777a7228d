{#
Grain: one row per reporting level and slice that has ever paid: everybody (the dimension `total`),
and each value of each customer dimension.
#}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

slices as (

    select distinct
        reporting_level,
        'total' as dimension,
        'total' as dimension_value

    from periods

    {% for dimension in policy('customer_dimensions') %}
    union all

    select distinct
        periods.reporting_level,
        '{{ dimension }}' as dimension,
        coalesce(customers.{{ dimension }}, 'unknown') as dimension_value

    from periods

    left join customers on periods.customer_id = customers.customer_id

    {% endfor %}
)

select * from slices
