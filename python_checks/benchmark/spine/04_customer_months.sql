-- Customers x months: a snapshot of every customer at every month-end from its first paying month
-- on, also when it is 0; the opening is the row before.

create or replace table spine_steps.snapshots as
with

paid_months as (
    select
        accounts.reporting_level,
        accounts.customer_id,
        item_months.month_start,
        sum(item_months.mrr) as mrr
    from spine_steps.item_months
    inner join spine_steps.accounts on item_months.account_id = accounts.account_id
    where item_months.mrr > 0
    group by accounts.reporting_level, accounts.customer_id, item_months.month_start
),

cohorts as (
    select
        reporting_level,
        customer_id,
        min(month_start) as cohort_month,
        arg_min(mrr, month_start) as cohort_mrr
    from paid_months
    group by reporting_level, customer_id
),

dense as (
    select
        cohorts.reporting_level,
        cohorts.customer_id,
        months.month_start,
        months.month_end,
        months.is_complete_month,
        cohorts.cohort_month,
        money(cohorts.cohort_mrr) as cohort_mrr,
        money(coalesce(paid_months.mrr, 0)) as closing_mrr
    from cohorts
    inner join spine_steps.months on cohorts.cohort_month <= months.month_start
    left join paid_months
        on cohorts.reporting_level = paid_months.reporting_level
        and cohorts.customer_id = paid_months.customer_id
        and months.month_start = paid_months.month_start
)

select
    *,
    lag(closing_mrr, 1, 0::decimal(28, 6)) over (
        partition by reporting_level, customer_id order by month_start
    ) as opening_mrr
from dense;

create or replace table spine_steps.movements as
select
    *,
    case
        when opening_mrr = 0 and month_start = cohort_month then 'new'
        when opening_mrr = 0 then 'reactivation'
        when closing_mrr = 0 then 'churn'
        when closing_mrr > opening_mrr then 'expansion'
        when closing_mrr < opening_mrr then 'contraction'
        else 'unchanged'
    end as movement
from spine_steps.snapshots
where opening_mrr > 0 or closing_mrr > 0;

-- The months from the first paying one on.

create or replace table spine_steps.reported_months as
select * from spine_steps.months
where month_start >= (select min(movements.month_start) from spine_steps.movements);
