{#
Grain: one row per item version per stretch of days in which its MRR is constant, once its trial is
over. A trial on a subscription that has paid before takes nothing away.
#}

with

items as (

    select * from {{ ref('int_items_converted') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_served') }}

),

effective_trials as (

    select
        subscription_id,
        trial_ends_on

    from subscriptions

    where
        trial_starts_on is not null
        and not exists (
            select 1 from items
            where
                items.subscription_id = subscriptions.subscription_id
                and items.starts_on < subscriptions.trial_starts_on
                and items.mrr > 0
        )

),

past_trial as (

    select
        items.subscription_item_id,
        items.subscription_id,
        subscriptions.customer_id as account_id,
        items.plan_id,
        items.product_id,
        items.currency,
        greatest(items.starts_on, coalesce(trials.trial_ends_on, items.starts_on)) as starts_on,
        items.ends_on,
        items.is_paused,
        items.quantity,
        items.unit_amount,
        items.list_amount,
        items.discount_amount,
        items.net_amount,
        items.mrr,
        items.rate

    from items

    inner join subscriptions on items.subscription_id = subscriptions.subscription_id

    left join effective_trials as trials on items.subscription_id = trials.subscription_id

)

select * from past_trial where starts_on < ends_on
