{#
Grain: one row per item version per stretch of days in which its MRR is constant, short gaps
bridged. What these rows hold on a day is the MRR of that day.
#}

{{ config(materialized='view') }}

with

items as (

    select * from {{ ref('int_items_past_trial') }}

),

frozen as (

    select * from {{ ref('int_items_frozen') }}

),

bridged as (

    select
        items.subscription_item_id,
        items.subscription_id,
        items.account_id,
        items.plan_id,
        items.product_id,
        items.currency,
        case
            when items.mrr = 0 then coalesce(frozen.ends_on, items.starts_on)
            else items.starts_on
        end as starts_on,
        case
            when items.mrr > 0 then coalesce(frozen.ends_on, items.ends_on)
            else items.ends_on
        end as ends_on,
        items.is_paused,
        items.quantity,
        items.unit_amount,
        items.list_amount,
        items.discount_amount,
        items.net_amount,
        items.mrr,
        items.rate

    from items

    left join frozen
        on items.subscription_item_id = frozen.subscription_item_id
        and (
            (items.mrr > 0 and items.ends_on = frozen.starts_on)
            or (
                items.mrr = 0
                and items.starts_on >= frozen.starts_on
                and items.starts_on < frozen.ends_on
            )
        )

)

select * from bridged where starts_on < ends_on
