{#
Grain: one row per account that was merged into another: all of them, of the accounts computed anew in
this build and of those that stay as they were.
#}

{{ config(materialized='incremental') }}

with

accounts as (

    select * from {{ ref('int_customers_merged') }}

),

merged as (

    select
        customer_id as account_id,
        surviving_customer_id

    from accounts

    where customer_id <> surviving_customer_id

)

select * from merged
