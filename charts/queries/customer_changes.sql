-- Which customers gained and lost most over twelve months?
with

months as (

    select
        reporting_level,
        customer_id,
        month_start,
        closing_mrr

    from {{ ref('fct_customer_months') }}

),

last_month as (

    select max(month_start) as month_start
    from {{ ref('metrics_mrr_monthly') }}
    where is_complete_month

),

changes as (

    select
        base.reporting_level,
        base.customer_id,
        base.closing_mrr as starting_mrr,
        coalesce(months.closing_mrr, 0) as ending_mrr,
        coalesce(months.closing_mrr, 0) - base.closing_mrr as mrr_gained

    from months as base

    cross join last_month

    left join months
        on base.reporting_level = months.reporting_level
        and base.customer_id = months.customer_id
        and last_month.month_start = months.month_start

    where base.month_start = last_month.month_start - interval '12 months' and base.closing_mrr > 0

),

ranked as (

    select
        *,
        row_number() over (
            partition by reporting_level order by mrr_gained desc, customer_id asc
        ) as gaining_rank,
        row_number() over (partition by reporting_level order by mrr_gained, customer_id)
            as losing_rank

    from changes

)

select
    ranked.reporting_level,
    ranked.customer_id,
    customers.customer_name,
    customers.segment,
    ranked.starting_mrr,
    ranked.ending_mrr,
    ranked.mrr_gained

from ranked

left join {{ ref('dim_customers') }} as customers on ranked.customer_id = customers.customer_id

where
    ranked.mrr_gained > 0 and ranked.gaining_rank <= 10
    or ranked.mrr_gained < 0 and ranked.losing_rank <= 10

order by ranked.reporting_level asc, abs(ranked.mrr_gained) desc, ranked.customer_id asc
