-- One customer's months, with what moved them.
select
    months.month_start,
    months.opening_mrr,
    months.closing_mrr,
    months.movement,
    moved.product_id,
    moved.driver,
    moved.end_reason,
    moved.mrr_change
from marts.fct_customer_months as months
left join marts.fct_mrr_movements as moved
    on months.reporting_level = moved.reporting_level
    and months.customer_id = moved.customer_id
    and months.month_start = moved.month_start
where
    months.reporting_level = 'customer'
    and months.customer_id = getvariable('customer_id')
order by months.month_start, moved.product_id, moved.driver
