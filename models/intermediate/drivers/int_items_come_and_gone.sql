{#
Grain: one row per way of counting, customer, item, month and fate of an item that begins or ends, in
some currency; what of the same item and product is in force at the other of the two month-ends.
#}

{%- set ids = ['counted_at', 'customer_id', 'subscription_item_id', 'month_start', 'fate'] %}
{%- set described = ids + ['subscription_id', 'plan_id', 'product_id', 'movement'] %}
{%- set amounts = ['list_change', 'discounted_change', 'paused_change', 'mrr_change'] %}

with

changes as (

    select * from {{ ref('int_item_changes') }}
    where fate <> 'kept'

),

states as (

    select * from {{ ref('int_items_at_month_ends') }}

),

summed as (

    select
        {{ described | join(',\n        ') }},
        {% for amount in amounts %}
        sum({{ amount }}) as {{ amount }},
        {% endfor %}
        case when fate = 'ended' then month_start else {{ add_months('month_start', -1) }} end
            as other_month

    from changes

    group by {{ described | join(', ') }}

),

others as (

    select
        summed.{{ ids | join(',\n        summed.') }},
        {% for column in ['plan_id', 'product_id'] %}
        max(
            case
                when states.subscription_item_id = summed.subscription_item_id
                    then states.{{ column }}
            end
        ) as {{ column }},
        {% endfor %}
        max(case when states.product_id = summed.product_id then 1 else 0 end) as of_the_product

    from summed

    inner join states
        on summed.counted_at = states.counted_at
        and summed.customer_id = states.customer_id
        and summed.other_month >= states.starts_month
        and summed.other_month < states.ends_month

    group by summed.{{ ids | join(', summed.') }}

),

compared as (

    select
        summed.{{ described | join(',\n        summed.') }},
        others.plan_id as other_plan_id,
        others.product_id as other_product_id,
        coalesce(others.of_the_product, 0) = 1 as is_of_known_product,
        summed.{{ amounts | join(',\n        summed.') }}

    from summed

    left join others
        on summed.counted_at = others.counted_at
        and summed.customer_id = others.customer_id
        and summed.subscription_item_id = others.subscription_item_id
        and summed.month_start = others.month_start
        and summed.fate = others.fate

)

select * from compared
