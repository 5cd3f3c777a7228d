{# Grain: one row per item version as delivered last; `problem` is why it is not used, or null. #}

{{ config(materialized='view') }}

{%- set columns = [
    'account_id', 'subscription_item_id', 'subscription_id', 'plan_id', 'valid_from', 'valid_to',
    'quantity', 'unit_amount', 'list_amount', 'readable_mrr',
] %}

with

items as (

    select * from {{ ref('int_items_judged') }}

),

overlapping as (

    select * from {{ ref('int_overlaps_recorded') }}

),

checked as (

    select
        items.{{ columns | join(',\n        items.') }},
        case
            when overlapping.subscription_item_id is not null
                then 'overlapping_versions: starts before an earlier version ends'
            else items.problem
        end as problem,
        coalesce(items.record_key, overlapping.record_key) as record_key,
        coalesce(items.raw_record, overlapping.raw_record) as raw_record

    from items

    left join overlapping
        on items.problem is null
        and items.subscription_item_id = overlapping.subscription_item_id
        and items.valid_from = overlapping.valid_from

)

select * from checked
