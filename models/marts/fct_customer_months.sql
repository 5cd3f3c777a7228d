with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}
    where reporting_level in ({{ reporting_levels() }})

),

months as (

    select * from {{ ref('int_months') }}

),

movements as (

    select * from {{ ref('int_mrr_movements') }}

),

spread_over_months as (

    select
        periods.reporting_level,
        periods.customer_id,
        months.month_start,
        months.month_end,
        periods.cohort_month,
        months.is_complete_month,
        case
            when months.month_start = periods.starts_month then periods.opening_mrr
            else periods.mrr
        end as opening_mrr,
        periods.mrr as closing_mrr

    from periods

    inner join months
        on periods.starts_month <= months.month_start
        and periods.ends_month > months.month_start

    where periods.mrr > 0 or months.month_start = periods.starts_month

),

described as (

    select
        spread_over_months.reporting_level,
        spread_over_months.customer_id,
        spread_over_months.month_start,
        spread_over_months.month_end,
        spread_over_months.cohort_month,
        coalesce(movements.movement, 'unchanged') as movement,
        coalesce(movements.is_late_renewal, false) as is_late_renewal,
        spread_over_months.is_complete_month,
        cast(
            {{ dbt.datediff(
                'spread_over_months.cohort_month', 'spread_over_months.month_start', 'month'
            ) }}
            as integer
        ) as months_since_cohort,
        spread_over_months.opening_mrr,
        spread_over_months.closing_mrr,
        {{ money('spread_over_months.closing_mrr - spread_over_months.opening_mrr') }}
            as mrr_change

    from spread_over_months

    left join movements
        on spread_over_months.reporting_level = movements.reporting_level
        and spread_over_months.customer_id = movements.customer_id
        and spread_over_months.month_start = movements.month_start

)

select * from described
