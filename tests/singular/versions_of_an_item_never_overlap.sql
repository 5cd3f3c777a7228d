with

versions as (

    select
        subscription_item_id,
        valid_from,
        lag(coalesce(valid_to, cast('9999-12-31' as timestamptz))) over (
            partition by subscription_item_id order by valid_from
        ) as earlier_valid_to

    from {{ ref('stg_billing__subscription_items') }}

    where coalesce(valid_to > valid_from, true)

)

select * from versions where earlier_valid_to > valid_from
