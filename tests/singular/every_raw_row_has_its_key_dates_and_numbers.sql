{% for table, columns in {
    'customers': ['customer_id'],
    'products': ['product_id'],
    'plans': ['plan_id', 'unit_amount'],
    'subscriptions': ['subscription_id', 'started_at'],
    'subscription_items': ['subscription_item_id', 'quantity', 'valid_from'],
    'discounts': ['discount_id', 'starts_at'],
    'subscription_pauses': ['subscription_id', 'paused_at'],
    'usage_charges': ['subscription_item_id', 'usage_month', 'amount'],
    'exchange_rates': ['currency', 'rate_date', 'rate'],
}.items() %}
    {% for column in columns %}
        select
            '{{ table }}' as table_name,
            '{{ column }}' as empty_column,
            cast({{ table }} as text) as raw_row
        from {{ ref('stg_billing__' ~ table) }} as {{ table }}
        where {{ column }} is null
        {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
{% endfor %}
