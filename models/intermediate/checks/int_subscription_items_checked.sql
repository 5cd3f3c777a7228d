{# Grain: one row per item version as delivered last; `problem` is why it is not used, or null. #}

with

items as (

    select * from {{ ref('int_items_judged') }}

),

overlapping as (

    select * from {{ ref('int_versions_overlapping') }}

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
        {{ money('items.list_amount * items.rate') }} as readable_mrr,
        case
            when overlapping.subscription_item_id is not null
                then 'overlapping_versions: starts before an earlier version ends'
            else items.problem
        end as problem,
        items.record_key,
        items.raw_record

    from items

    left join overlapping
        on items.problem is null
        and items.subscription_item_id = overlapping.subscription_item_id
        and items.valid_from = overlapping.valid_from

),

checked as (

    select
        subscription_item_id,
        subscription_id,
        plan_id,
        valid_from,
        valid_to,
        quantity,
        unit_amount,
        list_amount,
        readable_mrr,
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
