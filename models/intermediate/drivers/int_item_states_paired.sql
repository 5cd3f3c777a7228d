{#
Grain: one row per way of counting, customer, item, currency and month with which a state of the
item comes, goes, or follows one that was different; what it was and what it is. A table, so that
this join and the next one are not in memory at once.
#}

with

closing as (

    select * from {{ ref('int_items_at_month_ends') }}

),

opening as (

    select * from {{ ref('int_items_at_month_ends') }}
    where ends_month < {{ open_end() }}

),

paired as (

    select
        {% for column in [
            'counted_at', 'customer_id', 'subscription_item_id', 'subscription_id', 'plan_id',
            'product_id',
        ] %}
        coalesce(closing.{{ column }}, opening.{{ column }}) as {{ column }},
        {% endfor %}
        opening.plan_id as opening_plan_id,
        coalesce(closing.starts_month, opening.ends_month) as month_start,
        case
            when opening.counted_at is null then 'begun'
            when closing.counted_at is null then 'ended'
            else 'kept'
        end as fate,
        opening.quantity as opening_quantity,
        closing.quantity as closing_quantity,
        opening.unit_amount as opening_unit_amount,
        {% for change, amount in {
            'list_change': 'list_mrr', 'discounted_change': 'discounted_mrr',
            'paused_change': 'paused_mrr', 'mrr_change': 'mrr',
        }.items() %}
        coalesce(closing.{{ amount }}, 0) - coalesce(opening.{{ amount }}, 0) as {{ change }},
        {% endfor %}
        opening.rate as opening_rate

    from opening

    full join closing
        on opening.counted_at = closing.counted_at
        and opening.customer_id = closing.customer_id
        and opening.subscription_item_id = closing.subscription_item_id
        and opening.currency = closing.currency
        and opening.ends_month = closing.starts_month

),

changed as (

    select * from paired

    where
        fate <> 'kept'
        or opening_quantity <> closing_quantity
        or list_change <> 0
        or discounted_change <> 0
        or paused_change <> 0
        or mrr_change <> 0

)

select * from changed
