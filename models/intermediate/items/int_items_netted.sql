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
        coalesce(discounts.discount_amount, 0) as discount_amount

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
        *,
        case when is_paused then 0 else list_amount - discount_amount end as net_amount

    from discounted

),

converted as (

    select
        netted.{{ described | join(',\n        netted.') }},
        greatest(netted.starts_on, conversion_rates.starts_on) as starts_on,
        least(netted.ends_on, conversion_rates.ends_on) as ends_on,
        {{ money('netted.net_amount') }} as net_amount,
        {{ money('netted.net_amount * conversion_rates.rate') }} as mrr,
        conversion_rates.rate

    from netted

    inner join conversion_rates
        on netted.currency = conversion_rates.currency
        and netted.starts_on < conversion_rates.ends_on
        and netted.ends_on > conversion_rates.starts_on

)

select * from converted
