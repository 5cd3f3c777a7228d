{#
Grain: one row per reporting level, customer, month, product and part of a change of MRR: what each
item, its quantity, discounts, pauses and rounding change, and beside them, as `all`, the whole.
#}

{%- set ids = 'reporting_level, customer_id, product_id, month_start' -%}

with

items as (

    select * from {{ ref('int_item_changes_matched') }}

),

products as (

    select * from {{ ref('int_product_changes') }}

),

by_product as (

    select
        {{ ids }},
        sum(quantity_change) as quantity,
        -sum(discounted_change) as discount,
        -sum(paused_change) as pause,
        sum(mrr_change - list_change + discounted_change + paused_change) as rounding

    from items

    group by {{ ids }}

),

parts as (

    select {{ ids }}, fate as part, is_plan_change, list_change - quantity_change as mrr_change
    from items

    {% for part in ['quantity', 'discount', 'pause', 'rounding'] %}
    union all

    select {{ ids }}, '{{ part }}' as part, false as is_plan_change, {{ part }} as mrr_change
    from by_product

    {% endfor %}
    union all

    select {{ ids }}, 'all' as part, false as is_plan_change, mrr_change
    from products

)

select * from parts where mrr_change <> 0
