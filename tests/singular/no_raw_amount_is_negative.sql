{% for table, condition in {
    'plans': 'unit_amount < 0',
    'subscription_items': 'unit_amount < 0 or quantity < 0',
    'discounts': 'percent_off < 0 or amount_off < 0',
    'usage_charges': 'amount < 0',
    'exchange_rates': 'rate <= 0',
}.items() %}
select
    '{{ table }}' as table_name,
    cast({{ table }} as text) as raw_row
from {{ ref('stg_billing__' ~ table) }} as {{ table }}
where {{ condition }}
{{ 'union all' if not loop.last }}
{% endfor %}
