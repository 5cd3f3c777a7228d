{# Grain: one row per customer that ever paid; its number in the order of the ids. #}

with

periods as (

    select * from {{ ref('int_periods_kept') }}

),

customers as (

    select distinct customer_id from periods

),

numbered as (

    select
        customer_id,
        row_number() over (order by {{ in_byte_order('customer_id') }}) as customer_number

    from customers

)

select * from numbered
