{#
Grain: one row per account with committed MRR: that of its subscriptions without an end yet, those
that have not started at the first MRR that they will have.
#}

{{ config(materialized='incremental') }}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_served') }}

),

first_paid_days as (

    select
        subscriptions.subscription_id,
        case
            when subscriptions.started_on <= {{ as_of_date() }} then {{ as_of_date() }}
            else min(items.starts_on)
        end as read_on

    from subscriptions

    inner join items
        on subscriptions.subscription_id = items.subscription_id
        and items.mrr > 0

    where subscriptions.ended_on >= {{ open_end() }}

    group by subscriptions.subscription_id, subscriptions.started_on

),

committed as (

    select
        items.account_id,
        sum(items.mrr) as mrr

    from items

    inner join first_paid_days
        on items.subscription_id = first_paid_days.subscription_id
        and items.starts_on <= first_paid_days.read_on
        and items.ends_on > first_paid_days.read_on

    group by items.account_id

)

select * from committed
