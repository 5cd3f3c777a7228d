{# Grain: one row per churn that a return follows; the days from no MRR to the next day with it. #}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

items as (

    select * from {{ ref('int_items_in_force') }}

),

accounts as (

    select * from {{ ref('int_accounts_grouped') }}

),

paid_stretches as (

    select
        periods.counted_at,
        periods.customer_id,
        periods.starts_month as churn_month,
        periods.ends_month as return_month,
        items.starts_on,
        items.ends_on

    from periods

    inner join accounts
        on periods.counted_at = accounts.counted_at
        and periods.customer_id = accounts.customer_id

    inner join items
        on accounts.account_id = items.account_id
        and items.mrr > 0

    where periods.mrr = 0 and periods.ends_month <= {{ month_of(as_of_date()) }}

),

first_unpaid_days as (

    select
        counted_at,
        customer_id,
        churn_month,
        min(ends_on) as unpaid_from

    from paid_stretches

    where
        {{ month_of('ends_on') }} = churn_month
        and not exists (
            select 1 from paid_stretches as others
            where
                others.counted_at = paid_stretches.counted_at
                and others.customer_id = paid_stretches.customer_id
                and others.churn_month = paid_stretches.churn_month
                and others.starts_on <= paid_stretches.ends_on
                and others.ends_on > paid_stretches.ends_on
        )

    group by counted_at, customer_id, churn_month

),

measured as (

    select
        paid_stretches.counted_at,
        paid_stretches.customer_id,
        paid_stretches.churn_month,
        paid_stretches.return_month,
        {{ dbt.datediff('first_unpaid_days.unpaid_from', 'min(paid_stretches.starts_on)', 'day') }}
            as days

    from paid_stretches

    inner join first_unpaid_days
        on paid_stretches.counted_at = first_unpaid_days.counted_at
        and paid_stretches.customer_id = first_unpaid_days.customer_id
        and paid_stretches.churn_month = first_unpaid_days.churn_month
        and paid_stretches.starts_on >= first_unpaid_days.unpaid_from

    group by
        paid_stretches.counted_at,
        paid_stretches.customer_id,
        paid_stretches.churn_month,
        paid_stretches.return_month,
        first_unpaid_days.unpaid_from

)

select * from measured
