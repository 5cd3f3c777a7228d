{#
Grain: one row per metered item version, currency and month in which it is served; without a charge
its list amount is 0. Empty unless the policy counts usage.
#}

with recursive

items as (

    select * from {{ ref('int_items_served') }}
    where charge_type = 'usage' and '{{ policy('usage_in_mrr') }}' <> 'none'

),

usage as (

    select * from {{ ref('int_usage_averaged') }}

),

months (month_start) as (

    select {{ month_of('min(starts_on)') }} from items

    union all

    select {{ add_months('month_start', 1) }} from months
    where month_start < {{ month_of(as_of_date()) }}

),

metered as (

    select
        items.subscription_item_id,
        items.subscription_id,
        items.plan_id,
        items.product_id,
        coalesce(usage.currency, items.currency) as currency,
        greatest(items.starts_on, months.month_start) as starts_on,
        least(items.ends_on, {{ add_months('months.month_start', 1) }}) as ends_on,
        coalesce(usage.amount, 0) as list_amount

    from items

    inner join months
        on items.ends_on > months.month_start
        and items.starts_on < {{ add_months('months.month_start', 1) }}

    left join usage
        on items.subscription_item_id = usage.subscription_item_id
        and months.month_start = usage.month_start

)

select * from metered
