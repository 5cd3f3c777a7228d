{#
Grain: one row per reporting level, window, customer and stretch of months in which both ends of the
window are constant. A period of MRR, shifted by the window, meets the periods that follow it.
#}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

bases as (

    {% for window_months in policy('retention_windows') %}
    select
        reporting_level,
        customer_id,
        {{ window_months }} as window_months,
        {{ add_months('starts_month', window_months) }} as starts_month,
        {{ add_months('ends_month', window_months) }} as ends_month,
        mrr as starting_mrr

    from periods

    where mrr > 0

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

both_ends as (

    select
        bases.reporting_level,
        bases.window_months,
        bases.customer_id,
        greatest(bases.starts_month, periods.starts_month) as starts_month,
        least(bases.ends_month, periods.ends_month) as ends_month,
        bases.starting_mrr,
        periods.mrr as ending_mrr

    from bases

    inner join periods
        on bases.reporting_level = periods.reporting_level
        and bases.customer_id = periods.customer_id
        and bases.starts_month < periods.ends_month
        and bases.ends_month > periods.starts_month

)

select * from both_ends
