{# Grain: one row per way of counting, customer and month it pays in, but at neither month-end. #}

{{ config(materialized='incremental') }}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

accounts as (

    select * from {{ ref('int_accounts_grouped') }}

),

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

within_a_month as (

    select distinct
        accounts.counted_at,
        accounts.customer_id,
        {{ month_of('items.starts_on') }} as month_start

    from items

    inner join accounts on items.account_id = accounts.account_id

    where
        items.mrr > 0
        and {{ month_of('items.starts_on') }} = {{ month_of('items.ends_on') }}
        and items.ends_on <= {{ as_of_date() }}

),

short_lived as (

    select
        within_a_month.counted_at,
        within_a_month.customer_id,
        within_a_month.month_start

    from within_a_month

    left join periods
        on within_a_month.counted_at = periods.counted_at
        and within_a_month.customer_id = periods.customer_id
        and within_a_month.month_start >= periods.starts_month
        and within_a_month.month_start < periods.ends_month

    where
        periods.mrr is null
        or (periods.mrr = 0 and periods.starts_month < within_a_month.month_start)

)

select * from short_lived
