{# The rates once more, from the customers' snapshots joined to themselves. #}
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}

),

retention as (

    select * from {{ ref('metrics_retention_monthly') }}

),

two_month_ends as (

    select
        retention.reporting_level,
        retention.window_months,
        retention.month_start,
        starts.closing_mrr as starting_mrr,
        coalesce(ends.closing_mrr, 0) as ending_mrr

    from retention

    inner join customer_months as starts
        on retention.reporting_level = starts.reporting_level
        and starts.month_start
        = {{ add_months('retention.month_start', '-retention.window_months') }}
        and starts.closing_mrr > 0

    left join customer_months as ends
        on starts.reporting_level = ends.reporting_level
        and starts.customer_id = ends.customer_id
        and retention.month_start = ends.month_start

),

compared as (

    select
        reporting_level,
        window_months,
        month_start,
        count(*) as starting_customers,
        sum(case when ending_mrr = 0 then 1 else 0 end) as churned_customers,
        sum(starting_mrr) as starting_mrr,
        sum(ending_mrr) as ending_mrr,
        sum(least(starting_mrr, ending_mrr)) as retained_mrr

    from two_month_ends

    group by reporting_level, window_months, month_start

)

select
    retention.reporting_level,
    retention.window_months,
    retention.month_start

from retention

left join compared
    on retention.reporting_level = compared.reporting_level
    and retention.window_months = compared.window_months
    and retention.month_start = compared.month_start

where
    retention.starting_customers <> coalesce(compared.starting_customers, 0)
    or retention.churned_customers <> coalesce(compared.churned_customers, 0)
    or retention.starting_mrr <> coalesce(compared.starting_mrr, 0)
    or retention.ending_mrr <> coalesce(compared.ending_mrr, 0)
    or retention.retained_mrr <> coalesce(compared.retained_mrr, 0)
