{# Grain: one row per item version and stretch of days with constant amounts, trials left aside. #}

{{ config(materialized='view') }}

{%- set described = [
    'subscription_item_id', 'subscription_id', 'plan_id', 'product_id', 'currency', 'is_paused',
    'quantity', 'unit_amount', 'list_amount', 'discount_amount',
] %}
{%- set added = ['is_paused', 'discount_amount'] %}

with

items as (

    select * from {{ ref('int_items_stretched') }}

),

discounts as (

    select * from {{ ref('int_items_discounted') }}

),

conversion_rates as (

    select * from {{ ref('int_conversion_rates') }}

),

paused as (

    select distinct
        items.subscription_item_id,
        items.starts_on

    from items

    inner join {{ ref('int_pauses_running') }} as pauses
        on items.subscription_id = pauses.subscription_id
        and items.starts_on >= pauses.starts_on
        and items.starts_on < pauses.ends_on

),

discounted as (

    select
        items.{{ described | reject('in', added) | join(',\n        items.') }},
        items.starts_on,
        items.ends_on,
        paused.subscription_item_id is not null as is_paused,
        coalesce(discounts.discount_amount, 0) as discount_amount,
        case
            when paused.subscription_item_id is not null then 0
            else items.list_amount - coalesce(discounts.discount_amount, 0)
        end as net_amount

    from items

    left join discounts
        on items.subscription_item_id = discounts.subscription_item_id
        and items.starts_on = discounts.starts_on

    left join paused
        on items.subscription_item_id = paused.subscription_item_id
        and items.starts_on = paused.starts_on

),

netted as (

    select
        discounted.{{ described | join(',\n        discounted.') }},
        greatest(discounted.starts_on, conversion_rates.starts_on) as starts_on,
        least(discounted.ends_on, conversion_rates.ends_on) as ends_on,
        {{ money('discounted.net_amount') }} as net_amount,
        {{ converted('discounted.net_amount', 'conversion_rates.rate') }} as mrr,
        conversion_rates.rate

    from discounted

    inner join conversion_rates
        on discounted.currency = conversion_rates.currency
        and discounted.starts_on < conversion_rates.ends_on
        and discounted.ends_on > conversion_rates.starts_on

)

select * from netted
