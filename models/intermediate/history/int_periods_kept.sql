{#
Grain: one row per way of counting, customer and stretch of months with one MRR: all history, of the
customers computed anew in this build and of those that stay as they were.
#}

{{ config(materialized='incremental') }}

-- depends_on: {{ ref('int_periods_replaced') }}

with

described as (

    select * from {{ ref('int_periods_described') }}

)

select * from described -- noqa: AM04
