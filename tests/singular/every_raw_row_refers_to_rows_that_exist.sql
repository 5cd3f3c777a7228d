{# A customer or product without a row is only late: the marts show it as an inferred member. #}
{% for child, column, parent in [
    ('subscription_items', 'subscription_id', 'subscriptions'),
    ('subscription_items', 'plan_id', 'plans'),
    ('discounts', 'subscription_id', 'subscriptions'),
    ('subscription_pauses', 'subscription_id', 'subscriptions'),
] %}
select
    '{{ child }}' as table_name,
    '{{ column }}' as dangling_column,
    {{ child }}.{{ column }} as refers_to

from {{ ref('stg_billing__' ~ child) }} as {{ child }}

left join {{ ref('stg_billing__' ~ parent) }} as {{ parent }}
    on {{ child }}.{{ column }} = {{ parent }}.{{ column }}

where {{ parent }}.{{ column }} is null

union all
{% endfor %}

{% for child in ['discounts', 'usage_charges'] %}
select
    '{{ child }}' as table_name,
    'subscription_item_id' as dangling_column,
    {{ child }}.subscription_item_id as refers_to

from {{ ref('stg_billing__' ~ child) }} as {{ child }}

where
    {{ child }}.subscription_item_id is not null
    and {{ child }}.subscription_item_id not in (
        select items.subscription_item_id
        from {{ ref('stg_billing__subscription_items') }} as items
        where
            items.subscription_item_id is not null
            {{ 'and items.subscription_id = discounts.subscription_id' if child == 'discounts' }}
    )

union all
{% endfor %}

select
    'subscriptions' as table_name,
    'customer_id' as dangling_column,
    subscription_id as refers_to
from {{ ref('stg_billing__subscriptions') }}
where customer_id is null

union all

select
    'plans' as table_name,
    'product_id' as dangling_column,
    plan_id as refers_to
from {{ ref('stg_billing__plans') }}
where product_id is null
