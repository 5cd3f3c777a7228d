{#
Grain: one row per item version and stretch of days with constant amounts, trials left aside; what
its discounts and pauses leave of its list amount.
#}

{{ config(materialized='view') }}

{%- set described = [
    'subscription_item_id', 'subscription_id', 'plan_id', 'product_id', 'currency', 'starts_on',
    'ends_on', 'quantity', 'unit_amount', 'list_amount',
] %}

with

priced as (

    select * from {{ ref('int_items_priced') }}

),

stretched as (

    select * from {{ ref('int_items_stretched') }}

),

discounts as (

    select * from {{ ref('int_items_discounted') }}

),

changing as (

    select distinct subscription_id from stretched

),

paused as (

    select distinct
        stretched.subscription_item_id,
        stretched.starts_on

    from stretched

    inner join {{ ref('int_pauses_running') }} as pauses
        on stretched.subscription_id = pauses.subscription_id
        and stretched.starts_on >= pauses.starts_on
        and stretched.starts_on < pauses.ends_on

),

reduced as (

    select
        stretched.{{ described | join(',\n        stretched.') }},
        paused.subscription_item_id is not null as is_paused,
        coalesce(discounts.discount_amount, 0) as discount_amount

    from stretched

    left join discounts
        on stretched.subscription_item_id = discounts.subscription_item_id
        and stretched.starts_on = discounts.starts_on

    left join paused
        on stretched.subscription_item_id = paused.subscription_item_id
        and stretched.starts_on = paused.starts_on

    union all

    select
        priced.{{ described | join(',\n        priced.') }},
        false as is_paused,
        0 as discount_amount

    from priced

    left join changing on priced.subscription_id = changing.subscription_id

    where changing.subscription_id is null

),

netted as (

    select
        {{ described | join(',\n        ') }},
        is_paused,
        discount_amount,
        case when is_paused then 0 else list_amount - discount_amount end as net_amount

    from reduced

)

select * from netted
