{{ config(materialized='incremental') }}

with

accounts as (

    select * from {{ ref('refresh_accounts') }}

),

families as (

    select * from {{ ref('int_families_resolved') }}

),

items as (

    select * from {{ ref('int_items_in_force') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_served') }}

),

metered as (

    select
        subscriptions.customer_id as account_id,
        items.starts_on,
        -- The open month of usage is worth what the last complete month is.
        {{ add_months(month_of(as_of_date()), 1) }} as next_month

    from {{ ref('int_items_served') }} as items

    inner join subscriptions on items.subscription_id = subscriptions.subscription_id

    where items.charge_type = 'usage' and '{{ policy('usage_in_mrr') }}' <> 'none'

),

days_of_change as (

    {% for rows, day in [
        ('items', 'starts_on'), ('items', 'ends_on'),
        ('metered', 'starts_on'), ('metered', 'next_month'),
        ('subscriptions', 'started_on'), ('subscriptions', 'ended_on'),
    ] %}
    select
        {{ 'customer_id' if rows == 'subscriptions' else 'account_id' }} as account_id,
        {{ day }} as changes_on

    from {{ rows }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

next_days as (

    select
        account_id,
        min(changes_on) as changes_on

    from days_of_change

    where changes_on > {{ as_of_date() }} and changes_on < {{ open_end() }}

    group by account_id

),

remembered as (

    select
        accounts.account_id,
        families.ultimate_parent_id,
        next_days.changes_on

    from accounts

    left join families on accounts.account_id = families.customer_id

    left join next_days on accounts.account_id = next_days.account_id

)

select * from remembered
