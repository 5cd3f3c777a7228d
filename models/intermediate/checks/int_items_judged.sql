{# Grain: one row per item version as delivered last; its `problem`, overlaps left aside. #}

with

items as (

    select * from {{ ref('int_items_listed') }}

),

usable_subscriptions as (

    select * from {{ ref('int_subscriptions_checked') }}
    where problem is null

),

usable_plans as (

    select * from {{ ref('int_plans_checked') }}
    where problem is null

),

judged as (

    select
        items.subscription_item_id,
        items.subscription_id,
        items.plan_id,
        items.valid_from,
        items.valid_to,
        items.quantity,
        items.unit_amount,
        items.list_amount,
        items.rate,
        case
            {{ reading_problems('items') }}
            when items.is_out_of_range
                then 'unparsable: quantity x unit_amount is out of range'
            when usable_subscriptions.subscription_id is null
                then 'orphan: subscription_id has no usable row'
            when usable_plans.plan_id is null then 'orphan: plan_id has no usable row'
            when items.valid_to < items.valid_from
                then 'ends_before_start: valid_to is before valid_from'
            when items.unit_amount < 0 then 'negative_amount: unit_amount is below 0'
            when items.quantity < 0 then 'negative_quantity: quantity is below 0'
        end as problem,
        items.record_key,
        items.raw_record

    from items

    left join usable_subscriptions
        on items.subscription_id = usable_subscriptions.subscription_id

    left join usable_plans on items.plan_id = usable_plans.plan_id

)

select * from judged
