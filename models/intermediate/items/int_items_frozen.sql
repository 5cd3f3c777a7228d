{# Grain: one row per item version that a bridged gap keeps in force. Empty without grace. #}

with

items as (

    select * from {{ ref('int_items_past_trial') }}

),

accounts as (

    select * from {{ ref('int_customers_merged') }}

),

gaps as (

    select * from {{ ref('int_gaps_bridged') }}

),

frozen as (

    select
        items.subscription_item_id,
        gaps.starts_on,
        gaps.ends_on

    from items

    inner join accounts on items.account_id = accounts.customer_id

    inner join gaps
        on accounts.surviving_customer_id = gaps.customer_id
        and items.ends_on = gaps.starts_on

    where items.mrr > 0

)

select * from frozen
