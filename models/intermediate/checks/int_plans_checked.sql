{# Grain: one row per plan as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'plan_id', 'product_id', 'plan_name', 'charge_type', 'billing_interval',
    'billing_interval_count', 'currency', 'unit_amount',
] %}

with

plans as (

    select * from {{ ref('stg_billing__plans') }}

),

constant_rates as (

    select * from {{ ref('int_constant_rates') }}

),

judged as (

    select
        plans.{{ columns | join(',\n        plans.') }},
        plans.record_key,
        plans.raw_record,
        case
            {{ reading_problems('plans') }}
            when
                plans.charge_type is null
                or plans.charge_type not in ('recurring', 'one_time', 'usage')
                then 'unknown_value: charge_type is ' || coalesce(plans.charge_type, 'empty')
            when plans.product_id is null then 'orphan: product_id is empty'
            when
                plans.billing_interval not in ('day', 'week', 'month', 'quarter', 'year')
                or (plans.billing_interval is null and plans.charge_type <> 'one_time')
                then
                    'invalid_interval: billing_interval is '
                    || coalesce(plans.billing_interval, 'empty')
            when plans.billing_interval_count not between 1 and 10000
                then 'invalid_interval: billing_interval_count is not from 1 to 10000'
            when plans.unit_amount < 0 then 'negative_amount: unit_amount is below 0'
            when constant_rates.currency is null
                then
                    'unknown_currency: no rate of '
                    || coalesce(plans.currency, 'an empty currency')
        end as problem

    from plans

    left join constant_rates on plans.currency = constant_rates.currency

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
