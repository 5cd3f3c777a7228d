-- Did bad health warn? What customers lost in the month after, by their health at the month-end.
with

months as (

    select * from {{ ref('metrics_health_monthly') }}

),

last_month as (

    select max(month_start) as month_start
    from months
    where is_complete_month

)

select
    months.health,
    count(*) as months,
    sum(months.customers) as customers,
    sum(months.mrr) as mrr,
    sum(months.lost_mrr_next_month) as lost_mrr_next_month,
    sum(months.churned_customers_next_month) as churned_customers_next_month

from months

inner join last_month on months.month_start < last_month.month_start

group by months.health

order by case months.health when 'red' then 1 when 'yellow' then 2 when 'green' then 3 else 4 end
