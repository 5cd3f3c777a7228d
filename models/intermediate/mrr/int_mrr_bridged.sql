{# Grain: one row per reporting level and month; from opening to closing over its movements. #}

with

movements as (

    select * from {{ ref('int_mrr_movements_summed') }}

),

closings as (

    select
        reporting_level,
        month_start,
        sum(new_customers + reactivated_customers - churned_customers) over months_so_far
            as closing_customers,
        sum(mrr_change) over months_so_far as closing_mrr

    from movements

    window months_so_far as (
        partition by reporting_level order by month_start
        rows between unbounded preceding and current row
    )

),

bridged as (

    select
        movements.reporting_level,
        movements.month_start,
        movements.is_complete_month,
        coalesce(lag(closings.closing_customers) over months_of_level, 0) as opening_customers,
        movements.new_customers,
        movements.reactivated_customers,
        movements.churned_customers,
        closings.closing_customers,
        coalesce(lag(closings.closing_mrr) over months_of_level, 0) as opening_mrr,
        movements.new_mrr,
        movements.reactivation_mrr,
        movements.expansion_mrr,
        movements.contraction_mrr,
        movements.churn_mrr,
        closings.closing_mrr

    from movements

    inner join closings
        on movements.reporting_level = closings.reporting_level
        and movements.month_start = closings.month_start

    window months_of_level as (
        partition by movements.reporting_level order by movements.month_start
    )

)

select * from bridged
