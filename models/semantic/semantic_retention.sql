{%- set windows = policy('retention_windows') %}

with

month_ends as (

    select * from {{ ref('semantic_customer_months') }}

),

starts as (

    {% for window_months in windows %}
    select
        reporting_level,
        customer_id,
        {{ window_months }} as window_months,
        {{ add_months('month_start', window_months) }} as month_start,
        closing_mrr as starting_mrr

    from month_ends

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

windows as (

    {% for window_months in windows %}
    select {{ window_months }} as window_months
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

both_ends as (

    select
        month_ends.reporting_level,
        month_ends.customer_id,
        month_ends.month_start,
        windows.window_months,
        month_ends.cohort_month,
        month_ends.is_complete_month,
        coalesce(starts.starting_mrr, {{ money(0) }}) as starting_mrr,
        case when starts.starting_mrr > 0 then month_ends.closing_mrr else {{ money(0) }} end
            as ending_mrr

    from month_ends

    cross join windows

    left join starts
        on month_ends.reporting_level = starts.reporting_level
        and month_ends.customer_id = starts.customer_id
        and month_ends.month_start = starts.month_start
        and windows.window_months = starts.window_months

),

compared as (

    select
        reporting_level,
        customer_id,
        month_start,
        window_months,
        cohort_month,
        is_complete_month,
        case when starting_mrr > 0 then 1 else 0 end as starting_customers,
        case when starting_mrr > 0 and ending_mrr = 0 then 1 else 0 end as churned_customers,
        case when ending_mrr > 0 then 1 else 0 end as retained_customers,
        starting_mrr,
        ending_mrr,
        least(starting_mrr, ending_mrr) as retained_mrr

    from both_ends

)

select * from compared
