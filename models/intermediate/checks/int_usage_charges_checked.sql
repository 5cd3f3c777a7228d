{# Grain: one row per usage charge as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'subscription_item_id', 'usage_month', 'amount', 'currency',
] %}

with

charges as (

    select * from {{ ref('stg_billing__usage_charges') }}

),

constant_rates as (

    select * from {{ ref('int_constant_rates') }}

),

items as (

    select
        subscription_item_id,
        min({{ in_byte_order("nullif(account_id, '')") }}) as account_id,
        sum(case when problem is null then 1 else 0 end) > 0 as is_usable

    from {{ ref('int_subscription_items_checked') }}

    where subscription_item_id in (select charges.subscription_item_id from charges)

    group by subscription_item_id

),

judged as (

    select
        coalesce(items.account_id, '') as account_id,
        charges.{{ columns | join(',\n        charges.') }},
        charges.record_key,
        charges.raw_record,
        case
            {{ reading_problems('charges') }}
            when not coalesce(items.is_usable, false)
                then 'orphan: subscription_item_id has no usable row'
            when charges.amount < 0 then 'negative_amount: amount is below 0'
            when constant_rates.currency is null
                then
                    'unknown_currency: no rate of '
                    || coalesce(charges.currency, 'an empty currency')
        end as problem

    from charges

    left join items on charges.subscription_item_id = items.subscription_item_id

    left join constant_rates on charges.currency = constant_rates.currency

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
