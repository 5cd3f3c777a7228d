-- What month-ends cannot say: the days of a gap, and who was served between two month-ends only.
-- Only the customers in question are looked at day by day.

create or replace table spine_steps.gaps as
with

next_payments as (
    select
        reporting_level,
        customer_id,
        month_start as churn_month,
        movement,
        lead(month_start) over (
            partition by reporting_level, customer_id order by month_start
        ) as return_month
    from spine_steps.movements
    where movement in ('churn', 'reactivation')
)

select * exclude (movement) from next_payments
where movement = 'churn' and return_month is not null;

create or replace table spine_steps.unseen_customers as
select distinct
    accounts.reporting_level,
    accounts.customer_id,
    months.month_start
from spine_steps.items
inner join spine_steps.months
    on items.starts_on <= months.read_on
    and items.ends_on > months.month_start
inner join spine_steps.accounts on items.account_id = accounts.account_id
anti join spine_steps.movements
    on accounts.reporting_level = movements.reporting_level
    and accounts.customer_id = movements.customer_id
    and months.month_start = movements.month_start;

create or replace table spine_steps.subscriptions_in_question as
select distinct subscriptions.subscription_id
from spine_steps.served_subscriptions as subscriptions
inner join spine_steps.accounts on subscriptions.customer_id = accounts.account_id
where
    (accounts.reporting_level, accounts.customer_id) in (
        select (gaps.reporting_level, gaps.customer_id) from spine_steps.gaps
        union
        select (unseen_customers.reporting_level, unseen_customers.customer_id)
        from spine_steps.unseen_customers
    )
    or subscriptions.started_on > getvariable('as_of');

create or replace table spine_steps.stretches_in_question as
with

days as (
    select items.subscription_id, items.starts_on as read_on from spine_steps.items
    union
    select items.subscription_id, items.ends_on as read_on from spine_steps.items
    union
    select discounts.subscription_id, discounts.starts_on as read_on from spine_steps.discounts
    union
    select discounts.subscription_id, discounts.ends_on as read_on from spine_steps.discounts
    union
    select pauses.subscription_id, pauses.starts_on as read_on from spine_steps.pauses
    union
    select pauses.subscription_id, pauses.ends_on as read_on from spine_steps.pauses
    union
    select trials.subscription_id, trials.trial_ends_on as read_on from spine_steps.trials
),

stretches as (
    select
        days.subscription_id,
        days.read_on,
        lead(days.read_on) over (
            partition by days.subscription_id order by days.read_on
        ) as read_until
    from days
    inner join spine_steps.subscriptions_in_question as in_question
        on days.subscription_id = in_question.subscription_id
)

select
    items.*,
    stretches.read_on,
    stretches.read_until
from stretches
inner join spine_steps.items
    on stretches.subscription_id = items.subscription_id
    and stretches.read_on >= items.starts_on
    and stretches.read_on < items.ends_on;

create or replace table spine_steps.paid_stretches as
select
    stretches.subscription_id,
    stretches.account_id,
    stretches.read_on as starts_on,
    stretches.read_until as ends_on,
    stretches.mrr
from amounts_on_days('spine_steps.stretches_in_question') as stretches
left join spine_steps.trials on stretches.subscription_id = trials.subscription_id
where
    stretches.mrr > 0
    and coalesce(stretches.read_on >= trials.trial_ends_on, true);

create or replace table spine_steps.gap_days as
with

paid as (
    select
        gaps.*,
        paid_stretches.starts_on,
        paid_stretches.ends_on
    from spine_steps.gaps
    inner join spine_steps.accounts
        on gaps.reporting_level = accounts.reporting_level
        and gaps.customer_id = accounts.customer_id
    inner join spine_steps.paid_stretches on accounts.account_id = paid_stretches.account_id
),

first_unpaid_days as (
    select
        paid.reporting_level,
        paid.customer_id,
        paid.churn_month,
        min(paid.ends_on) as unpaid_from
    from paid
    anti join paid as others
        on paid.reporting_level = others.reporting_level
        and paid.customer_id = others.customer_id
        and paid.churn_month = others.churn_month
        and paid.ends_on >= others.starts_on
        and paid.ends_on < others.ends_on
    where month_of(paid.ends_on) = paid.churn_month
    group by paid.reporting_level, paid.customer_id, paid.churn_month
)

select
    paid.reporting_level,
    paid.customer_id,
    paid.churn_month,
    paid.return_month,
    min(paid.starts_on) - first_unpaid_days.unpaid_from as days
from paid
inner join first_unpaid_days
    on paid.reporting_level = first_unpaid_days.reporting_level
    and paid.customer_id = first_unpaid_days.customer_id
    and paid.churn_month = first_unpaid_days.churn_month
    and paid.starts_on >= first_unpaid_days.unpaid_from
group by
    paid.reporting_level,
    paid.customer_id,
    paid.churn_month,
    paid.return_month,
    first_unpaid_days.unpaid_from;

create or replace table spine_steps.short_lived as
select distinct
    unseen.reporting_level,
    unseen.customer_id,
    unseen.month_start
from spine_steps.unseen_customers as unseen
inner join spine_steps.accounts
    on unseen.reporting_level = accounts.reporting_level
    and unseen.customer_id = accounts.customer_id
inner join spine_steps.paid_stretches
    on accounts.account_id = paid_stretches.account_id
    and unseen.month_start = month_of(paid_stretches.starts_on)
    and unseen.month_start = month_of(paid_stretches.ends_on)
where paid_stretches.ends_on <= getvariable('as_of');
