{%- set parsed = {
    'rate_date': as_date('rate_date'),
    'rate': as_number('rate', 'numeric(28, 12)', 1000000),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('exchange_rates', parsed) }}

),

read as (

    select
        {{ as_text('currency') }} as currency,
        {{ parsed.rate_date }} as rate_date,
        {{ parsed.rate }} as rate,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('exchange_rates', parsed, ['rate']) }}

    from delivered_last as raw_exchange_rates

)

select * from read
