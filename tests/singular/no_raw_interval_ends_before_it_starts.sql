{% for table, starts_at, ends_at in [
    ('subscriptions', 'started_at', 'ended_at'),
    ('subscriptions', 'coalesce(trial_starts_at, started_at)', 'trial_ends_at'),
    ('subscription_items', 'valid_from', 'valid_to'),
    ('discounts', 'starts_at', 'ends_at'),
    ('subscription_pauses', 'paused_at', 'resumed_at'),
] %}
select
    '{{ table }}' as table_name,
    cast({{ table }} as text) as raw_row
from {{ ref('stg_billing__' ~ table) }} as {{ table }}
where {{ ends_at }} < {{ starts_at }}
{{ 'union all' if not loop.last }}
{% endfor %}
