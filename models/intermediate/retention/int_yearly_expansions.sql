{#
Grain: one row per way of counting, customer and stretch of months in which it pays more than twelve
months before, and equally much more.
#}

{{ config(materialized='incremental') }}

{%- set dimensions = policy('customer_dimensions') %}

with

periods as (

    select * from {{ ref('int_periods_renewed') }}
    where mrr > 0

),

bases as (

    select
        counted_at,
        customer_id,
        {{ add_months('starts_month', 12) }} as starts_month,
        {{ add_months('ends_month', 12) }} as ends_month,
        mrr

    from periods

),

expansions as (

    select
        periods.counted_at,
        periods.customer_id,
        {% for dimension in dimensions %}
        periods.{{ dimension }},
        {% endfor %}
        greatest(bases.starts_month, periods.starts_month) as starts_month,
        least(bases.ends_month, periods.ends_month) as ends_month,
        {{ money('periods.mrr - bases.mrr') }} as amount

    from bases

    inner join periods
        on bases.counted_at = periods.counted_at
        and bases.customer_id = periods.customer_id
        and bases.starts_month < periods.ends_month
        and bases.ends_month > periods.starts_month
        and bases.mrr < periods.mrr

)

select * from expansions
