{#
Grain: one row per reporting level, customer, item and month in which the item's state changes from
one month-end to the next; what it was and what it is. No states on one side: not in force then.
#}

with

states as (

    select * from {{ ref('int_item_states_signed') }}

),

changes as (

    select
        reporting_level,
        customer_id,
        subscription_item_id,
        {% for side, sign in {'opening': -1, 'closing': 1}.items() %}
        {% for column in ['subscription_id', 'plan_id', 'product_id'] %}
        max(case when sign = {{ sign }} then {{ column }} end) as {{ side }}_{{ column }},
        {% endfor %}
        {% endfor %}
        month_start,
        sum(sum(sign)) over (
            partition by reporting_level, customer_id, subscription_item_id
            order by month_start
            rows between unbounded preceding and current row
        ) - sum(sign) as opening_states,
        sum(sum(sign)) over (
            partition by reporting_level, customer_id, subscription_item_id
            order by month_start
            rows between unbounded preceding and current row
        ) as closing_states,
        {% for side, sign in {'opening': -1, 'closing': 1}.items() %}
        max(case when sign = {{ sign }} then quantity end) as {{ side }}_quantity,
        {% endfor %}
        max(case when sign = -1 then unit_amount end) as opening_unit_amount,
        sum(list_change) as list_change,
        sum(discounted_change) as discounted_change,
        sum(paused_change) as paused_change,
        sum(mrr_change) as mrr_change,
        max(case when sign = -1 then rate end) as opening_rate

    from states

    group by reporting_level, customer_id, subscription_item_id, month_start

)

select * from changes
