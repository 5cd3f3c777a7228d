{#
Grain: one row per way of counting, window, customer and stretch of months in which both ends of the
window are constant. A period of MRR, shifted by the window, meets the periods that follow it.
#}

{{ config(materialized='view') }}

{%- set dimensions = policy('customer_dimensions') %}

with

periods as (

    select * from {{ ref('int_periods_posted') }}

),

windows as (

    {% for window_months in policy('retention_windows') %}
    select {{ window_months }} as window_months
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

bases as (

    select
        periods.weight,
        periods.counted_at,
        periods.customer_id,
        {% for dimension in dimensions %}
        periods.{{ dimension }},
        {% endfor %}
        windows.window_months,
        {{ add_months('periods.starts_month', 'windows.window_months') }} as starts_month,
        {{ add_months('periods.ends_month', 'windows.window_months') }} as ends_month,
        periods.mrr as starting_mrr

    from periods

    cross join windows

    where periods.mrr > 0

),

both_ends as (

    select
        bases.weight,
        bases.counted_at,
        bases.window_months,
        bases.customer_id,
        {% for dimension in dimensions %}
        bases.{{ dimension }},
        {% endfor %}
        greatest(bases.starts_month, periods.starts_month) as starts_month,
        least(bases.ends_month, periods.ends_month) as ends_month,
        bases.starting_mrr,
        periods.mrr as ending_mrr

    from bases

    inner join periods
        on bases.weight = periods.weight
        and bases.counted_at = periods.counted_at
        and bases.customer_id = periods.customer_id
        and bases.starts_month < periods.ends_month
        and bases.ends_month > periods.starts_month

)

select * from both_ends
