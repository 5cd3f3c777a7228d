{# Grain: one row per item version as delivered last; its `problem`, overlaps left aside. #}

{%- set columns = [
    'subscription_item_id', 'subscription_id', 'plan_id', 'valid_from', 'valid_to', 'quantity',
    'unit_amount', 'list_amount',
] %}

with

items as (

    select * from {{ ref('int_items_listed') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_checked') }}

),

usable_plans as (

    select * from {{ ref('int_plans_checked') }}
    where problem is null

),

judged as (

    select
        coalesce(subscriptions.account_id, '') as account_id,
        items.{{ columns | join(',\n        items.') }},
        {{ converted('items.list_amount', 'items.rate') }} as readable_mrr,
        case
            {{ reading_problems('items') }}
            when items.is_out_of_range
                then 'unparsable: quantity x unit_amount is out of range'
            when subscriptions.subscription_id is null or subscriptions.problem is not null
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

    left join subscriptions on items.subscription_id = subscriptions.subscription_id

    left join usable_plans on items.plan_id = usable_plans.plan_id

),

recorded as (

    select
        account_id,
        {{ columns | join(',\n        ') }},
        readable_mrr,
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from recorded
