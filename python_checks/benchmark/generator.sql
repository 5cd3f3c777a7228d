-- A company of any size as the raw tables of the `billing` source. Variables: `customers`, `seed`,
-- and `as_of`, the midnight at which the company is read. Each number below is drawn for a row by
-- the macros of macros.sql, so that no row depends on another one's place.

create schema if not exists raw_billing;

-- The catalogue: 12 products, 30 plans in USD and the same 30 in EUR.

create or replace table raw_billing.products as
select
    format('product_{:02d}', number) as product_id,
    format('Product {}', number + 1) as product_name,
    (['core', 'analytics', 'support', 'add_on'])[number % 4 + 1] as product_family,
    timestamp '2019-10-01 09:00:00' as updated_at
from range(12) as numbered (number);

create or replace temp table catalogue as
select
    number,
    number % 30 as place,
    format('plan_{:02d}', number) as plan_id,
    case when number % 30 >= 28 then 'one_time' else 'recurring' end as charge_type,
    case
        when number % 30 < 14 or number % 30 = 27 then 'month'
        when number % 30 < 23 then 'year'
        when number % 30 < 25 then 'quarter'
        when number % 30 = 25 then 'week'
        when number % 30 = 26 then 'day'
    end as billing_interval,
    case when number % 30 = 27 then 6 else 1 end as billing_interval_count,
    (['USD', 'EUR'])[number // 30 + 1] as currency,
    9 + (number % 12) * 4 + (number % 30 // 12) * 17.5 - number // 30 as monthly_amount
from range(60) as numbered (number);

create or replace table raw_billing.plans as
select
    plan_id,
    format('product_{:02d}', place % 12) as product_id,
    format('Plan {} {}', place + 1, currency) as plan_name,
    charge_type,
    billing_interval,
    billing_interval_count::integer as billing_interval_count,
    currency,
    two_decimals(
        monthly_amount
        * case billing_interval
            when 'day' then 0.04
            when 'week' then 0.25
            when 'month' then 0.96 * billing_interval_count
            when 'quarter' then 2.8
            when 'year' then 10
            else 20
        end
    ) as unit_amount,
    timestamp '2019-10-01 09:00:00' as updated_at
from catalogue;

create or replace table raw_billing.exchange_rates as
select
    'EUR' as currency,
    last_day(date '2019-11-01' + to_months(number::integer)) as rate_date,
    round(1.12 + 0.06 * sin(number / 7.0) + chance(number, 'rate') / 50, 6)::decimal(18, 6) as rate,
    last_day(date '2019-11-01' + to_months(number::integer)) + interval 17 hour as updated_at
from range(84) as numbered (number);

-- Customers: more of them start every month. A tenth has a parent a few numbers before it.

create or replace temp table customers_drawn as
select
    number,
    days_later(timestamp '2019-12-01 00:00:00', sqrt(chance(number, 'start')) * 2550) as starts_at,
    dice(number, 'currency', 4) // 3 as currency_number,
    chance(number, 'size') as size
from range(1, getvariable('customers') + 1) as numbered (number);

create or replace table raw_billing.customers as
select
    customer_name(number) as customer_id,
    format('Customer {}', number) as customer_name,
    case
        when dice(number, 'family', 10) = 0 and number > 40
            then customer_name(number - 1 - dice(number, 'parent', 30))
    end as parent_customer_id,
    case
        when dice(number, 'merge', 200) = 0 and number > 600
            then customer_name(number - 1 - dice(number, 'survivor', 500))
    end as merged_into_customer_id,
    case
        when size < 0.7 then 'smb'
        when size < 0.93 then 'mid_market'
        when size < 0.99 then 'enterprise'
    end as segment,
    (['US', 'DE', 'GB', 'FR', 'NL', 'SE', 'CA', 'JP', 'BR', 'AU', null])[
        dice(number, 'country', 11) + 1
    ] as country,
    (['software', 'retail', 'finance', 'health', 'media', 'logistics', 'education'])[
        dice(number, 'industry', 7) + 1
    ] as industry,
    (['organic_search', 'partner', 'sales', 'paid_search', 'referral'])[
        dice(number, 'channel', 5) + 1
    ] as acquisition_channel,
    dice(number, 'test', 500) = 0 as is_test,
    least(
        days_later(starts_at, -10 * chance(number, 'created')),
        getvariable('as_of') - interval 1 day
    ) as created_at,
    least(
        days_later(starts_at, -10 * chance(number, 'created')),
        getvariable('as_of') - interval 1 day
    ) as updated_at
from customers_drawn
order by number;

-- Subscriptions: 1, 2 or 3 a customer. Half of the later ones follow the first one after a gap of
-- up to 100 or 200 days, when it ended; the others run beside it.

create or replace temp table subscription_numbers as
select
    customers_drawn.number * 4 + placed.place as number,
    customers_drawn.number as customer_number,
    placed.place,
    customers_drawn.currency_number,
    customers_drawn.size,
    customers_drawn.starts_at as customer_starts_at,
    -1200 * ln(1 - chance(customers_drawn.number * 4, 'life')) + 2 as first_life_days
from customers_drawn
cross join range(3) as placed (place)
where
    placed.place = 0
    or (placed.place = 1 and dice(customers_drawn.number, 'subscriptions', 100) < 40)
    or (placed.place = 2 and dice(customers_drawn.number, 'subscriptions', 100) < 10);

create or replace temp table subscriptions_started as
select
    *,
    case
        when place = 0 then customer_starts_at
        when
            dice(number, 'follows', 2) = 0
            and days_later(customer_starts_at, first_life_days) < getvariable('as_of')
            then days_later(
                customer_starts_at, first_life_days + 100 * place * chance(number, 'gap')
            )
        else days_later(
            customer_starts_at,
            greatest(date_diff('day', customer_starts_at, getvariable('as_of')), 0)
            * chance(number, 'later')
        )
    end as started_at,
    case
        when place = 0 then first_life_days
        else -1000 * ln(1 - chance(number, 'life')) + 2
    end as life_days
from subscription_numbers;

create or replace temp table subscriptions_drawn as
select
    number,
    customer_number,
    currency_number,
    size,
    started_at,
    case
        when
            days_later(started_at, life_days) < getvariable('as_of') + interval 45 day
            and started_at < getvariable('as_of')
            then days_later(started_at, life_days)
    end as ended_at,
    dice(number, 'reason', 4) > 0 as is_voluntary,
    case when dice(number, 'trial', 5) = 0 then 14 + 16 * dice(number, 'trial days', 2) end
        as trial_days
from subscriptions_started
where started_at < getvariable('as_of') + interval 40 day;

create or replace table raw_billing.subscriptions as
select
    subscription_name(number) as subscription_id,
    customer_name(customer_number) as customer_id,
    case
        when ended_at < getvariable('as_of') then 'canceled'
        when days_later(started_at, trial_days) > getvariable('as_of') then 'trialing'
        else 'active'
    end as status,
    case when dice(number, 'bad start', 2000) > 0 then started_at end as started_at,
    case when trial_days is not null then started_at end as trial_starts_at,
    days_later(started_at, trial_days) as trial_ends_at,
    case
        when is_voluntary then least(
            greatest(days_later(ended_at, -30 * chance(number, 'request')), started_at),
            getvariable('as_of') - interval 1 hour
        )
    end as cancel_requested_at,
    ended_at,
    case
        when ended_at is not null and is_voluntary then 'voluntary'
        when ended_at is not null then 'involuntary'
    end as end_reason,
    least(
        greatest(
            started_at,
            coalesce(days_later(started_at, trial_days), started_at),
            coalesce(ended_at, started_at)
        ),
        days_later(getvariable('as_of'), -chance(number, 'updated'))
    ) as updated_at
from subscriptions_drawn
order by number;

-- Items: one a subscription. An eighth has a second one, which begins later and may end earlier.

create or replace temp table items_drawn as
with

numbered as (
    select
        subscriptions_drawn.number * 2 + placed.place as number,
        subscriptions_drawn.number as subscription_number,
        placed.place,
        placed.place = 1 and dice(subscriptions_drawn.number, 'item ends', 3) = 0 as ends_early,
        greatest(
            date_diff('second', started_at, coalesce(ended_at, getvariable('as_of'))), 172800
        ) as seconds_served,
        subscriptions_drawn.currency_number,
        subscriptions_drawn.size,
        subscriptions_drawn.started_at,
        subscriptions_drawn.ended_at
    from subscriptions_drawn
    cross join range(2) as placed (place)
    where placed.place = 0 or dice(subscriptions_drawn.number, 'second item', 8) = 0
)

select
    number,
    subscription_number,
    currency_number,
    started_at,
    ended_at,
    ends_early,
    seconds_served * place * 0.6 * chance(subscription_number, 'item starts') as starts_after,
    seconds_served * case when ends_early then 0.8 else 1 end as ends_after,
    case
        when started_at >= getvariable('as_of') - interval 1 day then 1
        when dice(number, 'versions', 100) < 18 then 1
        when dice(number, 'versions', 100) < 45 then 2
        when dice(number, 'versions', 100) < 70 then 3
        when dice(number, 'versions', 100) < 86 then 4
        else 5
    end as versions,
    1 + floor(pow(chance(number, 'seats'), 3) * (8 + size * size * 60))::bigint as seats
from numbered;

-- Versions: two changes of quantity, one of plan and one of price, in turn; where the turn begins
-- differs by item. `seats_from`, `plan_from` and `price_from` number the version that set each.

create or replace temp table versions_drawn as
with

turned as (
    select
        items_drawn.*,
        versioned.version,
        (dice(items_drawn.number, 'turn', 4) + versioned.version) % 4 as turn
    from items_drawn
    cross join range(5) as versioned (version)
    where versioned.version < items_drawn.versions
),

counted as (
    select
        number * 8 + version as number,
        number as item_number,
        subscription_number,
        currency_number,
        started_at,
        ended_at,
        version,
        version = versions - 1 as is_last,
        ends_early,
        starts_after,
        ends_after,
        (ends_after - starts_after) / versions as seconds_a_version,
        seats,
        greatest(version - greatest(turn - 1, 0), 0) as seats_from,
        greatest(version - (turn + 2) % 4, 0) as plan_from,
        greatest(version - (turn + 1) % 4, 0) as price_from
    from turned
)

select
    number,
    item_number,
    subscription_number,
    currency_number,
    seats,
    seats_from,
    plan_from,
    price_from,
    started_at + to_seconds(floor(
        starts_after
        + case
            when version = 0 then 0
            else seconds_a_version * (version + 0.8 * chance(number, 'change'))
        end
    )::bigint) as valid_from,
    case
        when not is_last
            then started_at + to_seconds(floor(
                starts_after
                + seconds_a_version * (version + 1 + 0.8 * chance(number + 1, 'change'))
            )::bigint)
        when ends_early then started_at + to_seconds(floor(ends_after)::bigint)
        when dice(item_number, 'open', 10) < 3 then ended_at
    end as valid_to
from counted;

create or replace temp table versions_priced as
select
    versions_drawn.*,
    plans.plan_id,
    plans.unit_amount as plan_amount
from versions_drawn
inner join catalogue
    on
    versions_drawn.currency_number * 30
    + case
        when dice(item_number * 8 + plan_from, 'plan', 1000) < 940
            then dice(item_number * 8 + plan_from, 'usual plan', 23)
        else dice(item_number * 8 + plan_from, 'any plan', 30)
    end
    = catalogue.number
inner join raw_billing.plans on catalogue.plan_id = plans.plan_id;

-- One row in a thousand cannot be used: the quarantine keeps it. Two in a thousand were delivered
-- before, with another quantity.

create or replace table raw_billing.subscription_items as
with

good as (
    select
        number,
        dice(number, 'bad', 5000) as bad,
        item_name(item_number) as subscription_item_id,
        subscription_name(subscription_number) as subscription_id,
        plan_id,
        case
            when seats_from = 0 then seats
            else greatest(
                1,
                round(seats * (0.75 + 0.8 * chance(item_number * 8 + seats_from, 'seats change')))
            )
        end as quantity,
        case
            when price_from > plan_from or dice(item_number, 'own price', 4) = 0
                then two_decimals(
                    plan_amount * (0.85 + 0.3 * chance(item_number * 8 + price_from, 'price'))
                )
        end as unit_amount,
        valid_from,
        valid_to,
        least(
            greatest(valid_from, coalesce(valid_to, valid_from)),
            days_later(getvariable('as_of'), -chance(number, 'updated'))
        ) as updated_at
    from versions_priced
),

delivered as (
    select
        number,
        case when bad <> 0 then subscription_item_id end as subscription_item_id,
        case when bad = 1 then 'sub_unknown' else subscription_id end as subscription_id,
        case when bad = 2 then 'plan_unknown' else plan_id end as plan_id,
        case when bad = 3 then -quantity else quantity end as quantity,
        unit_amount,
        valid_from,
        case
            when bad = 4 and valid_to is not null then valid_from - interval 1 day
            else valid_to
        end as valid_to,
        updated_at
    from good

    union all

    select
        number,
        subscription_item_id,
        subscription_id,
        plan_id,
        quantity + 1 as quantity,
        unit_amount,
        valid_from,
        valid_to,
        updated_at - interval 1 hour as updated_at
    from good
    where dice(number, 'delivered twice', 500) = 0
)

select
    subscription_item_id,
    subscription_id,
    plan_id,
    quantity::decimal(18, 6) as quantity,
    unit_amount,
    valid_from,
    valid_to,
    updated_at
from delivered
order by number, updated_at;

-- Discounts on 15 % of the subscriptions, on a tenth of these two; pauses on 3 %.

create or replace temp table discounts_drawn as
with

numbered as (
    select
        subscriptions_drawn.number * 2 + placed.place as number,
        subscriptions_drawn.number as subscription_number,
        subscriptions_drawn.currency_number,
        subscriptions_drawn.started_at,
        date_diff('day', started_at, coalesce(ended_at, getvariable('as_of'))) as days_served
    from subscriptions_drawn
    cross join range(2) as placed (place)
    where
        dice(subscriptions_drawn.number, 'discount', 1000)
        < case placed.place when 0 then 150 else 15 end
)

select
    number,
    subscription_number,
    currency_number,
    case
        when dice(number, 'discount starts', 5) > 0 then started_at
        else days_later(started_at, greatest(days_served, 0) * chance(number, 'discount day'))
    end as starts_at,
    case
        when dice(number, 'duration', 100) < 60 then 'repeating'
        when dice(number, 'duration', 100) < 85 then 'forever'
        else 'once'
    end as duration,
    dice(number, 'kind', 10) < 7 as is_percent,
    case
        when dice(number, 'bad discount', 1000) = 0 then 120
        when dice(number, 'full discount', 60) = 0 then 100
        else ([10, 15, 20, 25, 30, 50])[dice(number, 'percent', 6) + 1]
    end as percent_off
from numbered;

create or replace table raw_billing.discounts as
select
    format('discount_{:09d}', number) as discount_id,
    subscription_name(subscription_number) as subscription_id,
    case when dice(number, 'one item', 10) = 0 then item_name(subscription_number * 2) end
        as subscription_item_id,
    duration,
    case when is_percent then percent_off end::decimal(18, 6) as percent_off,
    case when not is_percent then two_decimals(5 + 45 * chance(number, 'amount')) end as amount_off,
    case when not is_percent then (['USD', 'EUR'])[currency_number + 1] end as currency,
    starts_at,
    case duration
        when 'repeating'
            then starts_at + to_months(([3, 6, 12, 24])[dice(number, 'discount months', 4) + 1])
        when 'once' then starts_at + interval 1 month
    end as ends_at,
    least(starts_at, days_later(getvariable('as_of'), -chance(number, 'updated'))) as updated_at
from discounts_drawn
order by number;

create or replace table raw_billing.subscription_pauses as
with

paused as (
    select
        number,
        days_later(
            started_at,
            date_diff('day', started_at, coalesce(ended_at, getvariable('as_of')))
            * 0.9
            * chance(number, 'pause day')
        ) as paused_at
    from subscriptions_drawn
    where dice(number, 'pause', 1000) < 30 and started_at < getvariable('as_of') - interval 2 day
),

resumed as (
    select
        number,
        paused_at,
        days_later(paused_at, 10 + 80 * chance(number, 'resume')) as resumed_at
    from paused
)

select
    subscription_name(number) as subscription_id,
    paused_at,
    case when resumed_at < getvariable('as_of') then resumed_at end as resumed_at,
    case when resumed_at < getvariable('as_of') then resumed_at else paused_at end as updated_at
from resumed
order by number;
