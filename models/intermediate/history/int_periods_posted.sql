{#
Grain: one row per period of MRR that this build adds to the ledgers of retention (+1), or takes back
from them (-1).
#}

{{ config(materialized='view') }}

{%- set columns = [
    'counted_at', 'customer_id', 'starts_month', 'ends_month', 'cohort_month',
] + policy('customer_dimensions') + ['mrr', 'cohort_mrr'] %}

with

renewed as (

    select * from {{ ref('int_periods_renewed') }}

),

replaced as (

    select * from {{ ref('int_periods_replaced') }}

),

posted as (

    {% for rows, weight in {'renewed': 1, 'replaced': -1}.items() %}
    select
        {{ weight }} as weight,
        {{ columns | join(',\n        ') }}

    from {{ rows }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from posted
