{{ config(
    materialized='incremental', unique_key=['reporting_level', 'customer_id', 'month_start']
) }}

with

periods as (

    select * from {{ ref('int_periods_to_write') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

months as (

    select * from {{ ref('int_months') }}

),

spread_over_months as (

    select
        levels_shown.reporting_level,
        periods.customer_id,
        months.month_start,
        months.month_end,
        periods.cohort_month,
        months.month_start = periods.starts_month as is_changed,
        periods.movement,
        periods.is_late_renewal,
        months.is_complete_month,
        periods.opening_mrr,
        periods.mrr,
        periods.mrr_change

    from periods

    inner join levels_shown on periods.counted_at = levels_shown.counted_at

    inner join months
        on periods.starts_month <= months.month_start
        and periods.ends_month > months.month_start
        and periods.written_from <= months.month_start

    where periods.mrr > 0 or months.month_start = periods.starts_month

),

described as (

    select
        reporting_level,
        customer_id,
        month_start,
        month_end,
        cohort_month,
        case when is_changed then movement else 'unchanged' end as movement,
        is_changed and is_late_renewal as is_late_renewal,
        is_complete_month,
        cast(
            {{ dbt.datediff('cohort_month', 'month_start', 'month') }}
            as integer
        ) as months_since_cohort,
        case when is_changed then opening_mrr else mrr end as opening_mrr,
        mrr as closing_mrr,
        case when is_changed then mrr_change else {{ money(0) }} end as mrr_change

    from spread_over_months

)

select * from described
