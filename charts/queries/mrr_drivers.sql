-- What made MRR change: price, seats, plan, discount, pause?
select
    reporting_level,
    month_start,
    movement,
    driver,
    customers,
    mrr

from {{ ref('metrics_mrr_movements_monthly') }}

order by reporting_level asc, month_start asc, abs(mrr) desc, movement asc, driver asc
