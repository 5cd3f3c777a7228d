{#
Grain: one row per reporting level and slice that has ever paid: everybody (the dimension `total`),
and each value of each customer dimension.
#}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

customers as (

    select * from {{ ref('stg_billing__customers') }}

),

slices as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select distinct
        periods.reporting_level,
        '{{ dimension }}' as dimension,
        {% if dimension == 'total' %}
        'total' as dimension_value
        {% else %}
        coalesce(customers.{{ dimension }}, 'unknown') as dimension_value
        {% endif %}

    from periods

    left join customers on periods.customer_id = customers.customer_id

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from slices
