{#
Grain: one row per reporting level and state of an item that comes (+1) or goes (-1) with a month:
it is in force at the month's end and not at the one before, or the other way round.
#}

with

states as (

    select * from {{ ref('int_items_at_month_ends') }}

),

accounts as (

    select * from {{ ref('int_accounts_grouped') }}

),

come_and_gone as (

    {% for sign, month in {1: 'starts_month', -1: 'ends_month'}.items() %}
    select
        accounts.reporting_level,
        accounts.customer_id,
        states.subscription_item_id,
        states.subscription_id,
        states.plan_id,
        states.product_id,
        states.{{ month }} as month_start,
        {{ sign }} as sign,
        case when states.has_price then {{ sign }} else 0 end as priced_states,
        case when states.has_price and states.is_paused then {{ sign }} else 0 end
            as paused_states,
        states.quantity,
        states.unit_amount,
        {{ sign }} * states.list_mrr as list_change,
        {{ sign }} * states.discounted_mrr as discounted_change,
        {{ sign }} * states.paused_mrr as paused_change,
        {{ sign }} * states.mrr as mrr_change,
        states.rate

    from states

    inner join accounts on states.account_id = accounts.account_id

    where states.{{ month }} <= {{ month_of(as_of_date()) }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from come_and_gone
