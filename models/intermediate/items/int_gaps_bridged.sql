{#
Grain: one row per customer and gap without MRR that is no longer than the policy's grace; until the
customer returns, it keeps what it had. Empty without grace.
#}

with

items as (

    select * from {{ ref('int_items_past_trial') }}

),

accounts as (

    select * from {{ ref('int_customers_merged') }}

),

paid_stretches as (

    select
        accounts.surviving_customer_id as customer_id,
        items.starts_on,
        max(items.ends_on) over (
            partition by accounts.surviving_customer_id
            order by items.starts_on, items.ends_on
            rows between unbounded preceding and 1 preceding
        ) as paid_until

    from items

    inner join accounts on items.account_id = accounts.customer_id

    where items.mrr > 0 and {{ policy('gap_grace_days') }} > 0

),

bridged as (

    select
        customer_id,
        paid_until as starts_on,
        starts_on as ends_on

    from paid_stretches

    where
        starts_on > paid_until
        and starts_on <= {{ as_of_date() }}
        and {{ dbt.datediff('paid_until', 'starts_on', 'day') }}
        <= {{ policy('gap_grace_days') }}

)

select * from bridged
