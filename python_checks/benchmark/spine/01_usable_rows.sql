-- What was delivered last and is not in the project's quarantine; days instead of instants.

create or replace temp macro usable_rows(table_of_rows, rows_name) as table
    select delivered.* exclude (delivery)
    from (
        select
            *,
            row_number()
                over (partition by record_key order by updated_at desc nulls last)
                as delivery
        from query_table(table_of_rows)
        where record_key is not null
    ) as delivered
    left join marts.rejected_records
        on rejected_records.table_name = rows_name
        and delivered.record_key = rejected_records.record_key
    where delivered.delivery = 1 and rejected_records.record_key is null;

create or replace temp view customer_rows as
select *, customer_id as record_key from raw_billing.customers;

create or replace table spine_steps.customers as
select * exclude (record_key) from usable_rows('customer_rows', 'customers');

create or replace temp view product_rows as
select *, product_id as record_key from raw_billing.products;

create or replace table spine_steps.products as
select * exclude (record_key) from usable_rows('product_rows', 'products');

create or replace temp view rate_rows as
select *, currency || '|' || rate_date as record_key from raw_billing.exchange_rates;

create or replace table spine_steps.exchange_rates as
select
    currency,
    rate_date as starts_on,
    lead(rate_date, 1, date '9999-12-31') over (partition by currency order by rate_date)
        as ends_on,
    rate::decimal(28, 12) as rate
from usable_rows('rate_rows', 'exchange_rates');

create or replace table spine_steps.constant_rates as
select
    currency,
    rate
from spine_steps.exchange_rates
where
    starts_on < month_of(getvariable('as_of'))
    and ends_on >= month_of(getvariable('as_of'))

union all

select
    'USD' as currency,
    1 as rate;

create or replace temp view plan_rows as
select *, plan_id as record_key from raw_billing.plans;

create or replace table spine_steps.plans as
select
    usable.plan_id,
    usable.plan_name,
    usable.product_id,
    usable.charge_type,
    usable.billing_interval,
    coalesce(usable.billing_interval_count, 1) as billing_interval_count,
    case usable.billing_interval
        when 'day' then 365
        when 'week' then 52
        when 'month' then 12
        when 'quarter' then 4
        when 'year' then 1
    end as billings_per_year,
    usable.currency,
    constant_rates.rate,
    usable.unit_amount
from usable_rows('plan_rows', 'plans') as usable
inner join spine_steps.constant_rates on usable.currency = constant_rates.currency;

create or replace temp view subscription_rows as
select *, subscription_id as record_key from raw_billing.subscriptions;

create or replace table spine_steps.subscriptions as
select
    subscription_id,
    customer_id,
    started_at::date as started_on,
    coalesce(ended_at::date, date '9999-12-31') as ended_on,
    case
        when trial_starts_at is not null or trial_ends_at is not null
            then coalesce(trial_starts_at, started_at)::date
    end as trial_starts_on,
    coalesce(trial_ends_at::date, date '9999-12-31') as trial_ends_on,
    case when end_reason in ('voluntary', 'involuntary') then end_reason else 'unknown' end
        as end_reason
from usable_rows('subscription_rows', 'subscriptions');

create or replace temp view item_rows as
select
    *,
    subscription_item_id || '|' || strftime(valid_from, '%Y-%m-%d %H:%M:%S') as record_key
from raw_billing.subscription_items;

create or replace table spine_steps.item_versions as
select
    subscription_item_id,
    subscription_id,
    plan_id,
    quantity,
    unit_amount,
    valid_from::date as starts_on,
    coalesce(valid_to::date, date '9999-12-31') as ends_on
from usable_rows('item_rows', 'subscription_items');

create or replace temp view discount_rows as
select *, discount_id as record_key from raw_billing.discounts;

create or replace table spine_steps.discounts as
select
    subscription_id,
    subscription_item_id,
    percent_off,
    amount_off,
    currency,
    starts_at::date as starts_on,
    coalesce(ends_at::date, date '9999-12-31') as ends_on
from usable_rows('discount_rows', 'discounts')
where duration in ('repeating', 'forever');

create or replace temp view pause_rows as
select
    *,
    subscription_id || '|' || strftime(paused_at, '%Y-%m-%d %H:%M:%S') as record_key
from raw_billing.subscription_pauses;

create or replace table spine_steps.pauses as
select
    subscription_id,
    paused_at::date as starts_on,
    coalesce(resumed_at::date, date '9999-12-31') as ends_on
from usable_rows('pause_rows', 'subscription_pauses');
