{# Grain: one row per item version and stretch of days with constant amounts and one rate. #}

{{ config(materialized='view') }}

{%- set described = [
    'subscription_item_id', 'subscription_id', 'plan_id', 'product_id', 'currency', 'is_paused',
    'quantity', 'unit_amount', 'list_amount', 'discount_amount',
] %}

with

items as (

    select * from {{ ref('int_items_netted') }}

),

conversion_rates as (

    select * from {{ ref('int_conversion_rates') }}

),

converted as (

    select
        items.{{ described | join(',\n        items.') }},
        greatest(items.starts_on, conversion_rates.starts_on) as starts_on,
        least(items.ends_on, conversion_rates.ends_on) as ends_on,
        {{ money('items.net_amount') }} as net_amount,
        {{ converted('items.net_amount', 'conversion_rates.rate') }} as mrr,
        conversion_rates.rate

    from items

    inner join conversion_rates
        on items.currency = conversion_rates.currency
        and items.starts_on < conversion_rates.ends_on
        and items.ends_on > conversion_rates.starts_on

)

select * from converted
