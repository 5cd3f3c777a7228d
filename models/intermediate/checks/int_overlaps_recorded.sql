{# Grain: one row per item version that overlaps an earlier good one; the raw row it came in. #}

with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

overlapping as (

    select * from {{ ref('int_versions_overlapping') }}

),

recorded as (

    select
        items.subscription_item_id,
        items.valid_from,
        items.record_key,
        items.raw_record

    from items

    inner join overlapping
        on items.subscription_item_id = overlapping.subscription_item_id
        and items.valid_from = overlapping.valid_from

)

select * from recorded
