{% for table, condition in {
    'plans': "charge_type in ('recurring', 'one_time', 'usage')
    and (
        billing_interval in ('day', 'week', 'month', 'quarter', 'year')
        or (billing_interval is null and charge_type = 'one_time')
    )
    and billing_interval_count >= 1",
    'discounts': "duration in ('once', 'repeating', 'forever')",
}.items() %}
select
    '{{ table }}' as table_name,
    cast({{ table }} as text) as raw_row
from {{ ref('stg_billing__' ~ table) }} as {{ table }}
where not coalesce({{ condition }}, false)
{{ 'union all' if not loop.last }}
{% endfor %}
