{% for table, required in {
    'customers': [],
    'products': [],
    'plans': ['unit_amount'],
    'subscriptions': ['started_at'],
    'subscription_items': ['quantity'],
    'discounts': ['starts_at'],
    'subscription_pauses': [],
    'usage_charges': ['amount'],
    'exchange_rates': ['rate'],
}.items() %}
select
    '{{ table }}' as table_name,
    cast({{ table }} as text) as raw_row
from {{ ref('stg_billing__' ~ table) }} as {{ table }}
where {{ (raw_key(table) + required) | join(' is null or ') }} is null
{{ 'union all' if not loop.last }}
{% endfor %}
