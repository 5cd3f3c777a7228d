{# Grain: one row per discount as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = ['discount_id', 'subscription_id', 'subscription_item_id', 'duration',
    'percent_off', 'amount_off', 'currency', 'starts_at', 'ends_at'] %}

with

discounts as (

    select * from {{ ref('stg_billing__discounts') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_checked') }}

),

usable_items as (

    select
        items.subscription_id,
        items.subscription_item_id,
        plans.currency

    from {{ ref('int_subscription_items_checked') }} as items

    inner join {{ ref('int_plans_checked') }} as plans on items.plan_id = plans.plan_id

    where
        items.problem is null
        and items.subscription_id in (select discounts.subscription_id from discounts)

),

judged as (

    select
        coalesce(subscriptions.account_id, '') as account_id,
        discounts.{{ columns | join(',\n        discounts.') }},
        discounts.record_key,
        discounts.raw_record,
        case
            {{ reading_problems('discounts') }}
            when
                coalesce(discounts.duration, 'empty') not in ('once', 'repeating', 'forever')
                then 'unknown_value: duration is ' || coalesce(discounts.duration, 'empty')
            when subscriptions.subscription_id is null or subscriptions.problem is not null
                then 'orphan: subscription_id has no usable row'
            when
                discounts.subscription_item_id is not null
                and not exists (
                    select 1 from usable_items
                    where
                        usable_items.subscription_id = discounts.subscription_id
                        and usable_items.subscription_item_id = discounts.subscription_item_id
                )
                then 'orphan: subscription_item_id has no usable row in the subscription'
            when discounts.ends_at < discounts.starts_at
                then 'ends_before_start: ends_at is before starts_at'
            when discounts.percent_off < 0 or discounts.amount_off < 0
                then 'negative_amount: the discount is below 0'
            when (discounts.percent_off is null) = (discounts.amount_off is null)
                then 'invalid_discount: not exactly one of percent_off and amount_off'
            when discounts.percent_off > 100 then 'invalid_discount: percent_off is above 100'
            when
                discounts.amount_off is not null
                and not exists (
                    select 1 from usable_items
                    where
                        usable_items.subscription_id = discounts.subscription_id
                        and usable_items.subscription_item_id = coalesce(
                            discounts.subscription_item_id, usable_items.subscription_item_id
                        )
                        and usable_items.currency = discounts.currency
                )
                then 'invalid_discount: no item is priced in the currency of amount_off'
        end as problem

    from discounts

    left join subscriptions on discounts.subscription_id = subscriptions.subscription_id

),

checked as (

    select
        account_id,
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
