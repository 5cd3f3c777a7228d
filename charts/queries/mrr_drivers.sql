-- What made MRR change: price, seats, plan, discount, pause?
select
    reporting_level,
    month_start,
    movement,
    driver,
    customers,
    mrr

from {{ ref('metrics_mrr_movements_monthly') }}

order by reporting_level, month_start, abs(mrr) desc, movement, driver
