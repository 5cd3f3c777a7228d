-- Items x months: every item version that is in force on the day a month is read on, with its
-- amounts of that day.

create or replace table spine_steps.items as
with

served as (
    select
        item_versions.subscription_item_id,
        item_versions.subscription_id,
        subscriptions.customer_id as account_id,
        item_versions.plan_id,
        plans.product_id,
        plans.currency,
        plans.rate,
        greatest(item_versions.starts_on, subscriptions.started_on) as starts_on,
        least(item_versions.ends_on, subscriptions.ended_on) as ends_on,
        plans.billings_per_year::hugeint as billings_per_year,
        plans.billing_interval_count::hugeint as billing_interval_count,
        item_versions.quantity,
        coalesce(item_versions.unit_amount, plans.unit_amount) as unit_amount
    from spine_steps.item_versions
    inner join spine_steps.served_subscriptions as subscriptions
        on item_versions.subscription_id = subscriptions.subscription_id
    inner join spine_steps.plans on item_versions.plan_id = plans.plan_id
    where plans.charge_type = 'recurring'
)

select
    *,
    from_millionths(rounded_division(
        millionths(quantity) * millionths(unit_amount) * billings_per_year,
        12000000 * billing_interval_count
    )) as list_amount
from served
where starts_on < ends_on;

create or replace table spine_steps.months as
select
    month_start::date as month_start,
    last_day(month_start) as month_end,
    least(last_day(month_start), getvariable('as_of')) as read_on,
    last_day(month_start) < getvariable('as_of') as is_complete_month
from (select min(started_on) as first_day from spine_steps.served_subscriptions) as started
cross join
    generate_series(
        month_of(started.first_day), month_of(getvariable('as_of')), interval 1 month
    ) as numbered (month_start);

-- What the items of `table_of_items`, one row per item and day (`read_on`), come to on that day.
create or replace temp macro amounts_on_days(table_of_items) as table
    with

    items as (
        select * from query_table(table_of_items)
    ),

    percents as (
        select
            items.subscription_item_id,
            items.read_on,
            10000 - (discounts.percent_off * 100)::hugeint as parts_kept
        from items
        inner join spine_steps.discounts
            on items.subscription_id = discounts.subscription_id
            and items.read_on >= discounts.starts_on
            and items.read_on < discounts.ends_on
        where
            discounts.percent_off is not null
            and coalesce(discounts.subscription_item_id = items.subscription_item_id, true)
    ),

    percent_discounts as (
        select
            subscription_item_id,
            read_on,
            list_product(list(parts_kept)) as parts_kept,
            list_product(list(10000::hugeint)) as parts
        from percents
        group by subscription_item_id, read_on
    ),

    fixed_discounts as (
        select
            items.subscription_item_id,
            items.read_on,
            sum(discounts.amount_off) as amount_off
        from items
        inner join spine_steps.discounts
            on items.subscription_item_id = discounts.subscription_item_id
            and items.subscription_id = discounts.subscription_id
            and items.currency = discounts.currency
            and items.read_on >= discounts.starts_on
            and items.read_on < discounts.ends_on
        where discounts.amount_off is not null
        group by items.subscription_item_id, items.read_on
    ),

    shared_discounts as (
        select
            items.subscription_item_id,
            items.subscription_id,
            items.currency,
            items.read_on,
            items.billings_per_year,
            items.billing_interval_count,
            items.list_amount,
            sum(discounts.amount_off) as amount_off
        from items
        inner join spine_steps.discounts
            on items.subscription_id = discounts.subscription_id
            and items.currency = discounts.currency
            and items.read_on >= discounts.starts_on
            and items.read_on < discounts.ends_on
        where
            discounts.amount_off is not null
            and discounts.subscription_item_id is null
            and items.list_amount > 0
        group by
            items.subscription_item_id,
            items.subscription_id,
            items.currency,
            items.read_on,
            items.billings_per_year,
            items.billing_interval_count,
            items.list_amount
    ),

    weighed as (
        select
            shared_discounts.subscription_item_id,
            shared_discounts.subscription_id,
            shared_discounts.currency,
            shared_discounts.read_on,
            millionths(shared_discounts.amount_off)
            * millionths(shared_discounts.list_amount)
            * shared_discounts.billings_per_year
            * (sums.counts // shared_discounts.billing_interval_count) as numerator,
            12 * sums.counts * sums.lists as denominator
        from shared_discounts
        inner join (
            select
                subscription_id,
                currency,
                read_on,
                list_product(list(distinct billing_interval_count)) as counts,
                millionths(sum(list_amount)) as lists
            from shared_discounts
            group by subscription_id, currency, read_on
        ) as sums
            on shared_discounts.subscription_id = sums.subscription_id
            and shared_discounts.currency = sums.currency
            and shared_discounts.read_on = sums.read_on
    ),

    ranked as (
        select
            subscription_item_id,
            read_on,
            denominator,
            numerator // denominator as share,
            sum(numerator % denominator) over (
                partition by subscription_id, currency, read_on
            ) as rests,
            row_number() over (
                partition by subscription_id, currency, read_on
                order by numerator % denominator desc, subscription_item_id asc
            ) as place
        from weighed
    ),

    shares as (
        select
            subscription_item_id,
            read_on,
            from_millionths(
                share + case when place <= rounded_division(rests, denominator) then 1 else 0 end
            ) as amount_off
        from ranked
    ),

    paused_days as (
        select distinct
            items.subscription_id,
            items.read_on
        from items
        inner join spine_steps.pauses
            on items.subscription_id = pauses.subscription_id
            and items.read_on >= pauses.starts_on
            and items.read_on < pauses.ends_on
    ),

    discounted as (
        select
            items.*,
            paused_days.subscription_id is not null as is_paused,
            least(
                items.list_amount,
                coalesce(
                    from_millionths(rounded_division(
                        millionths(items.list_amount)
                        * (percents_of.parts - percents_of.parts_kept),
                        percents_of.parts
                    )),
                    0
                )
                + coalesce(
                    from_millionths(rounded_division(
                        millionths(fixed_discounts.amount_off) * items.billings_per_year,
                        12 * items.billing_interval_count
                    )),
                    0
                )
                + coalesce(shares.amount_off, 0)
            ) as discount_amount
        from items
        left join percent_discounts as percents_of
            on items.subscription_item_id = percents_of.subscription_item_id
            and items.read_on = percents_of.read_on
        left join fixed_discounts
            on items.subscription_item_id = fixed_discounts.subscription_item_id
            and items.read_on = fixed_discounts.read_on
        left join shares
            on items.subscription_item_id = shares.subscription_item_id
            and items.read_on = shares.read_on
        left join paused_days
            on items.subscription_id = paused_days.subscription_id
            and items.read_on = paused_days.read_on
    )

    select
        *,
        money(case when is_paused then 0 else list_amount - discount_amount end) as net_amount,
        money(case when is_paused then 0 else list_amount - discount_amount end * rate) as mrr
    from discounted;

create or replace table spine_steps.items_spread_over_months as
select
    items.*,
    months.month_start,
    months.read_on
from spine_steps.items
inner join spine_steps.months
    on items.starts_on <= months.read_on
    and items.ends_on > months.read_on;

create or replace table spine_steps.item_months_priced as
select * from amounts_on_days('spine_steps.items_spread_over_months');

drop table spine_steps.items_spread_over_months;

-- A trial counts for nothing on a subscription that has paid before. Only one that starts after
-- the service can have: its items are looked at on each day on which an amount may change.

create or replace table spine_steps.days_before_trials as
with

late_trials as (
    select * from spine_steps.served_subscriptions
    where trial_starts_on > started_on
),

days as (
    select items.subscription_id, items.starts_on as read_on from spine_steps.items
    union
    select pauses.subscription_id, pauses.ends_on as read_on from spine_steps.pauses
    union
    select discounts.subscription_id, discounts.starts_on as read_on from spine_steps.discounts
    union
    select discounts.subscription_id, discounts.ends_on as read_on from spine_steps.discounts
)

select
    items.*,
    days.read_on
from late_trials
inner join days
    on late_trials.subscription_id = days.subscription_id
    and late_trials.trial_starts_on > days.read_on
inner join spine_steps.items
    on late_trials.subscription_id = items.subscription_id
    and days.read_on >= items.starts_on
    and days.read_on < items.ends_on;

create or replace table spine_steps.trials as
select
    subscription_id,
    trial_ends_on
from spine_steps.served_subscriptions
where
    trial_starts_on is not null
    and subscription_id not in (
        select before_trials.subscription_id
        from amounts_on_days('spine_steps.days_before_trials') as before_trials
        where before_trials.mrr > 0
    );

create or replace table spine_steps.item_months as
select item_months_priced.*
from spine_steps.item_months_priced
left join spine_steps.trials on item_months_priced.subscription_id = trials.subscription_id
where coalesce(item_months_priced.read_on >= trials.trial_ends_on, true);

drop table spine_steps.item_months_priced;
