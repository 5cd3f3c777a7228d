{#
Grain: one row per reporting level, customer, product and month in which a state of an item of the
product changes; by how much its amounts change, and how many states are in force before and after.
#}

with

states as (

    select * from {{ ref('int_item_states_signed') }}

),

changes as (

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        sum(sign) as states_change,
        sum(priced_states) as priced_states_change,
        sum(paused_states) as paused_states_change,
        sum(mrr_change) as mrr_change

    from states

    group by reporting_level, customer_id, product_id, month_start

),

counted as (

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        sum(states_change) over products_so_far - states_change as opening_states,
        sum(states_change) over products_so_far as closing_states,
        priced_states_change,
        paused_states_change,
        mrr_change

    from changes

    window products_so_far as (
        partition by reporting_level, customer_id, product_id order by month_start
        rows between unbounded preceding and current row
    )

)

select * from counted
