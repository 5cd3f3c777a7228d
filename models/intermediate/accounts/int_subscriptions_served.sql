{# Grain: one row per subscription that is ever served and counts; test accounts are left out. #}

with

subscriptions as (

    select * from {{ ref('int_subscriptions_checked') }}
    where problem is null

),

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

flagged as (

    select customer_id from customers
    where is_test

),

test_accounts as (

    select customer_id from merged
    where
        customer_id in (select flagged.customer_id from flagged)
        or surviving_customer_id in (select flagged.customer_id from flagged)

),

served as (

    select
        subscription_id,
        customer_id,
        {{ reporting_date('started_at') }} as started_on,
        least(
            coalesce({{ reporting_date('ended_at') }}, {{ open_end() }}),
            {{ policy_end_of_service() }}
        ) as ended_on,
        case
            when trial_starts_at is not null or trial_ends_at is not null
                then {{ reporting_date('coalesce(trial_starts_at, started_at)') }}
        end as trial_starts_on,
        coalesce({{ reporting_date('trial_ends_at') }}, {{ open_end() }}) as trial_ends_on,
        end_reason

    from subscriptions

    where not exists (
        select 1 from test_accounts
        where test_accounts.customer_id = subscriptions.customer_id
    )

)

select * from served where started_on < ended_on
