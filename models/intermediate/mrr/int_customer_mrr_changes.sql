{#
Grain: one row per way of counting, customer and month in which its MRR changes from one month-end
to the next. All history is held as such change points; the last month is read on the as-of date.
#}

{{ config(materialized='view') }}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

accounts as (

    select * from {{ ref('int_accounts_grouped') }}

),

item_changes as (

    select
        account_id,
        {{ month_of('starts_on') }} as month_start,
        mrr as mrr_change

    from items

    where starts_on <= {{ as_of_date() }}

    union all

    select
        account_id,
        {{ month_of('ends_on') }} as month_start,
        -mrr as mrr_change

    from items

    where ends_on <= {{ as_of_date() }}

),

customer_changes as (

    select
        accounts.counted_at,
        accounts.customer_id,
        item_changes.month_start,
        sum(item_changes.mrr_change) as mrr_change

    from item_changes

    inner join accounts on item_changes.account_id = accounts.account_id

    group by accounts.counted_at, accounts.customer_id, item_changes.month_start

)

select * from customer_changes where mrr_change <> 0
