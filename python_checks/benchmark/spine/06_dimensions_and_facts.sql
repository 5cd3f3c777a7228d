create or replace table spine.dim_plans as
select
    plans.plan_id,
    plans.plan_name,
    plans.product_id,
    products.product_name,
    products.product_family,
    plans.charge_type,
    plans.billing_interval,
    plans.currency,
    plans.billing_interval_count::integer as billing_interval_count,
    case
        when plans.charge_type <> 'one_time'
            then from_millionths(rounded_division(
                millionths(plans.unit_amount) * plans.billings_per_year,
                12::hugeint * plans.billing_interval_count
            ))
    end as monthly_unit_amount
from spine_steps.plans
left join spine_steps.products on plans.product_id = products.product_id;

create or replace table spine.dim_customers as
with

histories as (
    select
        customer_id,
        any_value(cohort_month) as cohort_month,
        any_value(cohort_mrr) as cohort_mrr,
        max(month_start) filter (closing_mrr > 0) as last_paid_month,
        sum(closing_mrr) filter (month_start = month_of(getvariable('as_of'))) as current_mrr
    from spine_steps.snapshots
    where reporting_level = 'customer'
    group by customer_id
)

select
    families.customer_id,
    customers.customer_name,
    customers.parent_customer_id,
    families.ultimate_parent_id,
    families.surviving_customer_id,
    customers.segment,
    customers.country,
    customers.industry,
    customers.acquisition_channel,
    histories.cohort_month,
    histories.last_paid_month,
    coalesce(customers.is_test, false) as is_test,
    families.is_inferred,
    coalesce(histories.current_mrr, 0) > 0 as is_active,
    histories.cohort_mrr,
    money(coalesce(histories.current_mrr, 0)) as current_mrr
from spine_steps.families
left join spine_steps.customers on families.customer_id = customers.customer_id
left join histories on families.customer_id = histories.customer_id;

create or replace table spine.fct_customer_months as
select
    movements.reporting_level,
    movements.customer_id,
    movements.month_start,
    movements.month_end,
    movements.cohort_month,
    movements.movement,
    coalesce(leaves.days <= 90, returns.days <= 90, false) as is_late_renewal,
    movements.is_complete_month,
    date_diff('month', movements.cohort_month, movements.month_start)::integer
        as months_since_cohort,
    movements.opening_mrr,
    movements.closing_mrr,
    money(movements.closing_mrr - movements.opening_mrr) as mrr_change
from spine_steps.movements
left join spine_steps.gap_days as leaves
    on movements.movement = 'churn'
    and movements.reporting_level = leaves.reporting_level
    and movements.customer_id = leaves.customer_id
    and movements.month_start = leaves.churn_month
left join spine_steps.gap_days as returns
    on movements.movement = 'reactivation'
    and movements.reporting_level = returns.reporting_level
    and movements.customer_id = returns.customer_id
    and movements.month_start = returns.return_month;
