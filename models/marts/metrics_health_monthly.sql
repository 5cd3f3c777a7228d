with

known as (

    select * from {{ ref('int_health_summed') }}

),

bridged as (

    select * from {{ ref('int_mrr_bridged') }}
    where reporting_level = 'customer'

),

everybody as (

    select
        month_start,
        is_complete_month,
        closing_customers as customers,
        closing_mrr as mrr,
        lead(churned_customers) over (order by month_start) as churned_customers,
        lead(contraction_mrr + churn_mrr) over (order by month_start) as lost_mrr,
        coalesce(lead(is_complete_month) over (order by month_start), false) as is_outcome_known

    from bridged

),

by_health as (

    select
        month_start,
        health,
        customers,
        churned_customers,
        mrr,
        lost_mrr

    from known

    union all

    -- Whoever is not among the known ones is unknown.
    select
        everybody.month_start,
        'unknown' as health,
        everybody.customers - coalesce(sum(known.customers), 0) as customers,
        everybody.churned_customers - coalesce(sum(known.churned_customers), 0)
            as churned_customers,
        everybody.mrr - coalesce(sum(known.mrr), 0) as mrr,
        everybody.lost_mrr - coalesce(sum(known.lost_mrr), 0) as lost_mrr

    from everybody

    left join known on everybody.month_start = known.month_start

    group by
        everybody.month_start,
        everybody.customers,
        everybody.churned_customers,
        everybody.mrr,
        everybody.lost_mrr

),

counted as (

    select
        by_health.month_start,
        by_health.health,
        everybody.is_complete_month,
        cast(by_health.customers as integer) as customers,
        case
            when everybody.is_outcome_known then cast(by_health.churned_customers as integer)
        end as churned_customers_next_month,
        {{ money('by_health.mrr') }} as mrr,
        case
            when everybody.is_outcome_known then {{ money('by_health.lost_mrr') }}
        end as lost_mrr_next_month

    from by_health

    inner join everybody on by_health.month_start = everybody.month_start

    where by_health.customers > 0

)

select * from counted
