create or replace table spine.metrics_mrr_monthly as
with

bridged as (
    select
        reporting_level,
        month_start,
        count(*) filter (opening_mrr > 0) as opening_customers,
        count(*) filter (movement = 'new') as new_customers,
        count(*) filter (movement = 'reactivation') as reactivated_customers,
        count(*) filter (movement = 'churn') as churned_customers,
        count(*) filter (closing_mrr > 0) as closing_customers,
        sum(opening_mrr) as opening_mrr,
        coalesce(sum(mrr_change) filter (movement = 'new'), 0) as new_mrr,
        coalesce(sum(mrr_change) filter (movement = 'reactivation'), 0) as reactivation_mrr,
        coalesce(sum(mrr_change) filter (movement = 'expansion'), 0) as expansion_mrr,
        coalesce(sum(mrr_change) filter (movement = 'contraction'), 0) as contraction_mrr,
        coalesce(sum(mrr_change) filter (movement = 'churn'), 0) as churn_mrr,
        sum(closing_mrr) as closing_mrr
    from spine.fct_customer_months
    group by reporting_level, month_start
),

short_lived as (
    select
        reporting_level,
        month_start,
        count(*) as short_lived_customers
    from spine_steps.short_lived
    group by reporting_level, month_start
),

converted as (
    select
        item_months.month_start,
        money(item_months.net_amount * exchange_rates.rate) - item_months.mrr as fx_impact
    from spine_steps.item_months
    left join spine_steps.exchange_rates
        on item_months.currency = exchange_rates.currency
        and item_months.read_on >= exchange_rates.starts_on
        and item_months.read_on < exchange_rates.ends_on
    where item_months.currency <> 'USD' and item_months.net_amount > 0
),

fx_impacts as (
    select
        month_start,
        case when count(fx_impact) = count(*) then sum(fx_impact) end as fx_impact
    from converted
    group by month_start
),

first_days as (
    select
        paid_stretches.subscription_id,
        min(paid_stretches.starts_on) as first_paid_on
    from spine_steps.paid_stretches
    inner join spine_steps.served_subscriptions as subscriptions
        on paid_stretches.subscription_id = subscriptions.subscription_id
    where
        subscriptions.started_on > getvariable('as_of')
        and subscriptions.ended_on = date '9999-12-31'
    group by paid_stretches.subscription_id
),

committed_amounts as (
    select item_months.mrr
    from spine_steps.item_months
    inner join spine_steps.served_subscriptions as subscriptions
        on item_months.subscription_id = subscriptions.subscription_id
    where
        item_months.month_start = month_of(getvariable('as_of'))
        and subscriptions.ended_on = date '9999-12-31'

    union all

    select paid_stretches.mrr
    from spine_steps.paid_stretches
    inner join first_days
        on paid_stretches.subscription_id = first_days.subscription_id
        and paid_stretches.starts_on <= first_days.first_paid_on
        and paid_stretches.ends_on > first_days.first_paid_on
),

committed as (
    select coalesce(sum(mrr), 0) as mrr from committed_amounts
),

described as (
    select
        months.month_start,
        months.is_complete_month,
        levels.reporting_level,
        bridged.* exclude (reporting_level, month_start),
        coalesce(short_lived.short_lived_customers, 0) as short_lived_customers,
        case when fx_impacts.month_start is null then 0 else fx_impacts.fx_impact end as fx_impact,
        case when months.month_start = month_of(getvariable('as_of')) then committed.mrr end
            as committed_mrr
    from spine_steps.reported_months as months
    cross join (select distinct bridged.reporting_level from bridged) as levels
    cross join committed
    left join bridged
        on levels.reporting_level = bridged.reporting_level
        and months.month_start = bridged.month_start
    left join short_lived
        on levels.reporting_level = short_lived.reporting_level
        and months.month_start = short_lived.month_start
    left join fx_impacts on months.month_start = fx_impacts.month_start
)

select
    reporting_level,
    month_start,
    is_complete_month,
    coalesce(opening_customers, 0)::integer as opening_customers,
    coalesce(new_customers, 0)::integer as new_customers,
    coalesce(reactivated_customers, 0)::integer as reactivated_customers,
    coalesce(churned_customers, 0)::integer as churned_customers,
    coalesce(closing_customers, 0)::integer as closing_customers,
    short_lived_customers::integer as short_lived_customers,
    money(coalesce(opening_mrr, 0)) as opening_mrr,
    money(coalesce(new_mrr, 0)) as new_mrr,
    money(coalesce(reactivation_mrr, 0)) as reactivation_mrr,
    money(coalesce(expansion_mrr, 0)) as expansion_mrr,
    money(coalesce(contraction_mrr, 0)) as contraction_mrr,
    money(coalesce(churn_mrr, 0)) as churn_mrr,
    money(coalesce(closing_mrr, 0)) as closing_mrr,
    money(fx_impact) as fx_impact,
    money(committed_mrr) as committed_mrr,
    money(12 * coalesce(closing_mrr, 0)) as arr,
    money(coalesce(closing_mrr, 0) + fx_impact) as closing_mrr_at_closing_rates,
    ratio(new_mrr + reactivation_mrr + expansion_mrr, -contraction_mrr - churn_mrr) as quick_ratio
from described;
