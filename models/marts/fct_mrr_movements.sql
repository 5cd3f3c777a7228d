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

placed as (

    select
        counted_at,
        customer_id,
        product_id,
        month_start,
        movement,
        driver,
        row_number() over (
            partition by counted_at, customer_id, month_start, driver
            order by {{ in_byte_order('product_id') }}
        ) as place,
        mrr_change

    from drivers

),

described as (

    select
        levels_shown.reporting_level,
        placed.customer_id,
        placed.product_id,
        placed.month_start,
        placed.movement,
        placed.driver,
        case
            when placed.mrr_change > 0 then null
            when placed.driver in ('pause', 'discount') then 'unknown'
            else coalesce(end_reasons.end_reason, 'unknown')
        end as end_reason,
        case when placed.place = 1 then 1 else 0 end as customers,
        placed.mrr_change

    from placed

    inner join levels_shown on placed.counted_at = levels_shown.counted_at

    left join end_reasons
        on placed.counted_at = end_reasons.counted_at
        and placed.customer_id = end_reasons.customer_id
        and placed.product_id = end_reasons.product_id
        and placed.month_start = end_reasons.month_start

)

select * from described
