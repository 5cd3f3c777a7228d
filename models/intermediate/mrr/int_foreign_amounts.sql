{#
Grain: one row per account and stretch of days in which items of it in another than the reporting
currency have one amount each: what `int_fx_impacts` values at other rates.
#}

{{ config(materialized='incremental') }}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

amounts as (

    select
        account_id,
        currency,
        starts_on,
        ends_on,
        net_amount,
        mrr,
        count(*) as items

    from items

    where
        net_amount > 0
        and currency <> '{{ policy('reporting_currency') }}'
        and '{{ policy('fx_mode') }}' = 'constant'

    group by account_id, currency, starts_on, ends_on, net_amount, mrr

)

select * from amounts
