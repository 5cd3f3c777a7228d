{# Grain: one row per exchange rate as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'currency', 'rate_date', 'rate',
] %}

with

exchange_rates as (

    select * from {{ ref('stg_billing__exchange_rates') }}

),

judged as (

    select
        exchange_rates.{{ columns | join(',\n        exchange_rates.') }},
        exchange_rates.record_key,
        exchange_rates.raw_record,
        case
            {{ reading_problems('exchange_rates') }}
            when exchange_rates.rate <= 0 then 'negative_amount: rate is not above 0'
        end as problem

    from exchange_rates

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
