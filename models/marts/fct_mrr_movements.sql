{{ config(materialized='incremental') }}

with

drivers as (

    select * from {{ ref('int_mrr_drivers') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

end_reasons as (

    select * from {{ ref('int_end_reasons') }}

),

described as (

    select
        levels_shown.reporting_level,
        drivers.customer_id,
        drivers.product_id,
        drivers.month_start,
        drivers.movement,
        drivers.driver,
        case
            when drivers.mrr_change > 0 then null
            when drivers.driver in ('pause', 'discount') then 'unknown'
            else coalesce(end_reasons.end_reason, 'unknown')
        end as end_reason,
        drivers.mrr_change

    from drivers

    inner join levels_shown on drivers.counted_at = levels_shown.counted_at

    left join end_reasons
        on drivers.counted_at = end_reasons.counted_at
        and drivers.customer_id = end_reasons.customer_id
        and drivers.product_id = end_reasons.product_id
        and drivers.month_start = end_reasons.month_start

)

select * from described
