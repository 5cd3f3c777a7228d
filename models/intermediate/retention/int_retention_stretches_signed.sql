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

sides as (

    select 1 as side
    union all
    select -1 as side

),

signed as (

    select
        windows.counted_at,
        windows.window_months,
        {% for dimension in dimensions %}
        windows.{{ dimension }},
        {% endfor %}
        case sides.side when 1 then windows.starts_month else windows.ends_month end as month_start,
        sides.side * windows.weight as sign,
        windows.starting_mrr,
        windows.ending_mrr

    from windows

    cross join sides

    where sides.side = 1 or windows.ends_month < {{ open_end() }}

)

select * from signed
