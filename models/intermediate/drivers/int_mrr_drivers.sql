{#
Grain: one row per way of counting, customer, month, product and driver; what rounding leaves of a
product is on the last of its drivers. A change from or to 0 has one driver.
#}

{{ config(materialized='view') }}

{%- set drivers = [
    'cross_sell', 'plan', 'price', 'product_removed', 'quantity', 'discount', 'pause',
] %}

with

customers as (

    select * from {{ ref('int_customers_come_and_gone') }}

),

products as (

    select * from {{ ref('int_product_changes') }}

),

drivers as (

    {% for driver in drivers %}
    select '{{ driver }}' as driver
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

parts as (

    select
        products.counted_at,
        products.customer_id,
        products.product_id,
        products.month_start,
        products.movement,
        case
            when drivers.driver = 'pause' and products.pause_change > 0 then 'resume'
            else drivers.driver
        end as driver,
        case drivers.driver
            {% for driver in drivers %}
            when '{{ driver }}' then products.{{ driver }}_change
            {% endfor %}
        end
        + case when drivers.driver = products.last_driver then products.rounding_change else 0 end
            as mrr_change

    from products

    cross join drivers

),

driven as (

    select
        counted_at,
        customer_id,
        product_id,
        month_start,
        movement,
        driver,
        mrr_change

    from customers

    union all

    select
        counted_at,
        customer_id,
        product_id,
        month_start,
        movement,
        driver,
        {{ money('mrr_change') }} as mrr_change

    from parts

    where mrr_change <> 0

)

select * from driven
