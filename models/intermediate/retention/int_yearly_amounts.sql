{#
Grain: one row per measure, way of counting, customer and stretch of months in which it is the same:
the customer's MRR of twelve months before, or how much more than that it pays.
#}

{{ config(materialized='view') }}

{%- set dimensions = policy('customer_dimensions') %}

with

periods as (

    select * from {{ ref('int_periods_kept') }}
    where mrr > 0

),

expansions as (

    select * from {{ ref('int_yearly_expansions') }}

),

amounts as (

    select
        'starting_mrr' as measure,
        counted_at,
        customer_id,
        {% for dimension in dimensions %}
        {{ dimension }},
        {% endfor %}
        {{ add_months('starts_month', 12) }} as starts_month,
        {{ add_months('ends_month', 12) }} as ends_month,
        mrr as amount

    from periods

    union all

    select
        'expansion_mrr' as measure,
        counted_at,
        customer_id,
        {% for dimension in dimensions %}
        {{ dimension }},
        {% endfor %}
        starts_month,
        ends_month,
        amount

    from expansions

)

select * from amounts
