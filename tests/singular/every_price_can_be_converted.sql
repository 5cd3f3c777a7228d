{# The constant rate of a currency is its latest on the last day of the last complete month. #}
select
    plans.plan_id,
    plans.currency

from {{ ref('stg_billing__plans') }} as plans

left join {{ ref('int_exchange_rates_dated') }} as exchange_rates
    on plans.currency = exchange_rates.currency
    and exchange_rates.starts_on < {{ month_of(as_of_date()) }}

where exchange_rates.currency is null
