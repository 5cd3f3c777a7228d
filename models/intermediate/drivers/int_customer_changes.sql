{#
Grain: one row per reporting level, customer and month in which a state of one of its items changes
and that it opens or closes above 0; its movement, and what a change from or to 0 may be due to.
#}

with

products as (

    select * from {{ ref('int_product_changes') }}

),

movements as (

    select * from {{ ref('int_mrr_movements') }}

),

changes as (

    select
        reporting_level,
        customer_id,
        month_start,
        sum(priced_states_change) as priced_states_change,
        sum(paused_states_change) as paused_states_change,
        sum(mrr_change) as mrr_change

    from products

    group by reporting_level, customer_id, month_start

),

counted as (

    select
        reporting_level,
        customer_id,
        month_start,
        {% for states in ['priced_states', 'paused_states'] %}
        sum({{ states }}_change) over months_so_far - {{ states }}_change as opening_{{ states }},
        sum({{ states }}_change) over months_so_far as closing_{{ states }},
        {% endfor %}
        sum(mrr_change) over months_so_far - mrr_change as opening_mrr,
        sum(mrr_change) over months_so_far as closing_mrr

    from changes

    window months_so_far as (
        partition by reporting_level, customer_id order by month_start
        rows between unbounded preceding and current row
    )

),

moved as (

    select
        counted.reporting_level,
        counted.customer_id,
        counted.month_start,
        coalesce(movements.movement, 'unchanged') as movement,
        {% for states in ['priced_states', 'paused_states'] %}
        case
            when counted.opening_mrr > 0 then counted.closing_{{ states }}
            else counted.opening_{{ states }}
        end as unpaid_{{ states }},
        {% endfor %}
        counted.opening_mrr > 0 and counted.closing_mrr > 0 as pays_at_both_ends

    from counted

    left join movements
        on counted.reporting_level = movements.reporting_level
        and counted.customer_id = movements.customer_id
        and counted.month_start = movements.month_start

    where counted.opening_mrr > 0 or counted.closing_mrr > 0

)

select * from moved
