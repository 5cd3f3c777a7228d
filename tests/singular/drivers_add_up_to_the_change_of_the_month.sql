with

drivers as (

    select
        reporting_level,
        customer_id,
        month_start,
        movement,
        sum(mrr_change) as mrr_change

    from {{ ref('fct_mrr_movements') }}

    group by reporting_level, customer_id, month_start, movement

)

select
    coalesce(months.reporting_level, drivers.reporting_level) as reporting_level,
    coalesce(months.customer_id, drivers.customer_id) as customer_id,
    coalesce(months.month_start, drivers.month_start) as month_start,
    months.mrr_change,
    drivers.mrr_change as drivers_change

from {{ ref('fct_customer_months') }} as months

full outer join drivers
    on months.reporting_level = drivers.reporting_level
    and months.customer_id = drivers.customer_id
    and months.month_start = drivers.month_start
    and months.movement = drivers.movement

where coalesce(months.mrr_change, -1) <> coalesce(drivers.mrr_change, 0)
