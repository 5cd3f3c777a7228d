-- One day in the life of the company, in place. Variables: `seed`, `share` of the customers that
-- change, each in one way, and `day`. A tenth as many customers are new. Every row that is written
-- has an `updated_at` of that day; the company is then read on the day after.

create or replace temp macro moment_of(row_number) as
days_later(getvariable('day')::timestamp, 0.999 * chance(row_number, 'moment'));

-- The latest delivery of each running item of a running subscription, one a customer.

create or replace temp table running_items as
select
    subscriptions.customer_id,
    items.*,
    plans.currency
from raw_billing.subscription_items as items
inner join raw_billing.subscriptions on items.subscription_id = subscriptions.subscription_id
inner join raw_billing.plans on items.plan_id = plans.plan_id
where
    items.valid_from < getvariable('day')
    and coalesce(items.valid_to > getvariable('day') + 1, true)
    and items.quantity > 0
    and subscriptions.started_at < getvariable('day')
    and coalesce(subscriptions.ended_at > getvariable('day') + 1, true)
qualify
    row_number()
        over (
            partition by subscriptions.customer_id
            order by items.subscription_item_id asc, items.valid_from asc, items.updated_at desc
        )
    = 1;

create or replace temp table changing_customers as
with

numbered as (
    select
        customer_id,
        split_part(customer_id, '_', 2)::bigint as number
    from raw_billing.customers
    order by hash(customer_id, getvariable('seed')::bigint, getvariable('day')), customer_id
    limit round(getvariable('share') * (select count(*) from raw_billing.customers))::bigint
)

select
    numbered.*,
    dice(numbered.number, 'way', 100) as way,
    moment_of(numbered.number) as moment,
    running_items.* exclude (customer_id)
from numbered
left join running_items on numbered.customer_id = running_items.customer_id;

create or replace temp table changes as
select
    *,
    case
        when way < 8 then 'other segment'
        when way < 10 and number > 6 then 'other parent'
        when way < 11 and number > 600 then 'merge'
        when subscription_id is null then 'another subscription'
        when way < 55 then 'another version'
        when way < 65 then 'cancellation'
        when way < 70 then 'cancellation that was told late'
        when way < 80 then 'correction of the past'
        when way < 90 then 'discount'
        when way < 95 then 'pause'
        else 'another subscription'
    end as change
from changing_customers;

update raw_billing.customers set
    segment = case
        when changes.change = 'other segment'
            then
                case when customers.segment = 'smb' then 'mid_market' else 'smb' end
        else customers.segment
    end,
    parent_customer_id = case
        when changes.change = 'other parent'
            then customer_name(changes.number - 1 - dice(changes.number, 'parent', 5))
        else customers.parent_customer_id
    end,
    merged_into_customer_id = case
        when changes.change = 'merge'
            then customer_name(changes.number - 1 - dice(changes.number, 'survivor', 500))
        else customers.merged_into_customer_id
    end,
    updated_at = changes.moment
from changes
where
    customers.customer_id = changes.customer_id
    and changes.change in ('other segment', 'other parent', 'merge');

-- A new version: the old one ends and another quantity, plan or price begins.

update raw_billing.subscription_items as items set
    valid_to = changes.moment,
    updated_at = changes.moment
from changes
where
    changes.change = 'another version'
    and items.subscription_item_id = changes.subscription_item_id
    and items.valid_from = changes.valid_from
    and items.updated_at = changes.updated_at;

insert into raw_billing.subscription_items
select
    subscription_item_id,
    subscription_id,
    case
        when dice(number, 'what', 4) = 2
            then format(
                'plan_{:02d}',
                case currency when 'EUR' then 30 else 0 end + dice(number, 'plan', 23)
            )
        else plan_id
    end as plan_id,
    case
        when dice(number, 'what', 4) < 2 then quantity + 1 + dice(number, 'seats', 5)
        else quantity
    end as quantity,
    case
        when dice(number, 'what', 4) = 2 then null
        when dice(number, 'what', 4) = 3 then two_decimals(coalesce(unit_amount, 40) * 1.05)
        else unit_amount
    end as unit_amount,
    moment as valid_from,
    valid_to,
    moment as updated_at
from changes
where change = 'another version'
order by number;

-- The past is corrected: the version is delivered again, with another quantity from its start on.

insert into raw_billing.subscription_items
select
    subscription_item_id,
    subscription_id,
    plan_id,
    quantity + 2 as quantity,
    unit_amount,
    valid_from,
    valid_to,
    moment as updated_at
from changes
where change = 'correction of the past'
order by number;

update raw_billing.subscriptions set
    status = 'canceled',
    ended_at = case
        when changes.change = 'cancellation' then changes.moment
        else greatest(subscriptions.started_at, changes.moment - interval 45 day)
    end,
    end_reason = 'voluntary',
    updated_at = changes.moment
from changes
where
    changes.change in ('cancellation', 'cancellation that was told late')
    and subscriptions.subscription_id = changes.subscription_id;

insert into raw_billing.discounts
select
    format('discount_{}_{:08d}', strftime(getvariable('day'), '%Y%m%d'), number) as discount_id,
    subscription_id,
    null as subscription_item_id,
    'repeating' as duration,
    10 as percent_off,
    null as amount_off,
    null as currency,
    moment as starts_at,
    moment + interval 6 month as ends_at,
    moment as updated_at
from changes
where change = 'discount'
order by number;

insert into raw_billing.subscription_pauses
select
    subscription_id,
    moment as paused_at,
    null as resumed_at,
    moment as updated_at
from changes
where change = 'pause'
order by number;

-- New customers, and another subscription of those that are there: each with one item.

create or replace temp table new_customers as
with

counted as (
    select max(split_part(customer_id, '_', 2)::bigint) as customers from raw_billing.customers
)

select counted.customers + numbered.number as number
from counted
cross join range(1, 1 + (select count(*) from changes) // 10) as numbered (number);

insert into raw_billing.customers
select
    customer_name(number) as customer_id,
    format('Customer {}', number) as customer_name,
    null as parent_customer_id,
    null as merged_into_customer_id,
    'smb' as segment,
    'US' as country,
    'software' as industry,
    'sales' as acquisition_channel,
    false as is_test,
    moment_of(number) as created_at,
    moment_of(number) as updated_at
from new_customers
order by number;

create or replace temp table new_subscriptions as
select
    number,
    customer_name(number) as customer_id,
    moment_of(number) as moment
from new_customers

union all

select
    number,
    customer_id,
    moment
from changes
where change = 'another subscription';

insert into raw_billing.subscriptions
select
    format('sub_{}_{:08d}', strftime(getvariable('day'), '%Y%m%d'), number) as subscription_id,
    customer_id,
    'active' as status,
    moment as started_at,
    null as trial_starts_at,
    null as trial_ends_at,
    null as cancel_requested_at,
    null as ended_at,
    null as end_reason,
    moment as updated_at
from new_subscriptions
order by number;

insert into raw_billing.subscription_items
select
    format('item_{}_{:08d}', strftime(getvariable('day'), '%Y%m%d'), number)
        as subscription_item_id,
    format('sub_{}_{:08d}', strftime(getvariable('day'), '%Y%m%d'), number) as subscription_id,
    format('plan_{:02d}', dice(number, 'first plan', 23)) as plan_id,
    1 + dice(number, 'first seats', 9) as quantity,
    null as unit_amount,
    moment as valid_from,
    null as valid_to,
    moment as updated_at
from new_subscriptions
order by number;

-- The closing rate of the last month that is over, when it is not there yet.

insert into raw_billing.exchange_rates
with

months_over as (
    select date_trunc('month', getvariable('day'))::date - 1 as month_end
),

latest as (
    select
        currency,
        max(rate_date) as rate_date,
        arg_max(rate, rate_date) as rate
    from raw_billing.exchange_rates
    where rate_date <= (select month_end from months_over)
    group by currency
)

select
    latest.currency,
    months_over.month_end as rate_date,
    round(latest.rate * 1.003, 6) as rate,
    getvariable('day')::timestamp as updated_at
from latest
cross join months_over
where latest.rate_date < months_over.month_end;
