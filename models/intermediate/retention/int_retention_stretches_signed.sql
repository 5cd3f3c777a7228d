{#
Grain: one row per stretch of `int_retention_windows` and side of it: it comes (+1) with its first
month, and goes (-1) after its last; of what was before this build the other way round.
#}

{{ config(materialized='view') }}

{%- set dimensions = policy('customer_dimensions') %}

with

windows as (

    select * from {{ ref('int_retention_windows') }}

),

signed as (

    {% for sign, month in {1: 'starts_month', -1: 'ends_month'}.items() %}
    select
        counted_at,
        window_months,
        {% for dimension in dimensions %}
        {{ dimension }},
        {% endfor %}
        {{ month }} as month_start,
        {{ sign }} * weight as sign,
        starting_mrr,
        ending_mrr

    from windows

    {{ 'where ends_month < ' ~ open_end() if sign == -1 }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from signed
