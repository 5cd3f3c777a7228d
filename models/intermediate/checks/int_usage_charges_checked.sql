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

usable_items as (

    select distinct subscription_item_id from {{ ref('int_subscription_items_checked') }}
    where problem is null

),

judged as (

    select
        charges.{{ columns | join(',\n        charges.') }},
        charges.record_key,
        charges.raw_record,
        case
            {{ reading_problems('charges') }}
            when usable_items.subscription_item_id is null
                then 'orphan: subscription_item_id has no usable row'
            when charges.amount < 0 then 'negative_amount: amount is below 0'
            when constant_rates.currency is null
                then
                    'unknown_currency: no rate of '
                    || coalesce(charges.currency, 'an empty currency')
        end as problem

    from charges

    left join usable_items
        on charges.subscription_item_id = usable_items.subscription_item_id

    left join constant_rates on charges.currency = constant_rates.currency

),

checked as (

    select
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
