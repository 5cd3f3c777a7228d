{#
Grain: one row per way of counting, item version and stretch of months at whose ends its state is
the same; its list MRR, less what discounts take off it, less what a pause does, is its MRR but for
rounding.
#}

with

items as (

    select * from {{ ref('int_items_in_force') }}

),

accounts as (

    select * from {{ ref('int_accounts_grouped') }}

),

at_month_ends as (

    select
        accounts.counted_at,
        accounts.customer_id,
        items.subscription_item_id,
        items.subscription_id,
        items.plan_id,
        items.product_id,
        items.currency,
        {{ month_of('items.starts_on') }} as starts_month,
        case
            when items.ends_on <= {{ as_of_date() }} then {{ month_of('items.ends_on') }}
            else {{ open_end() }}
        end as ends_month,
        items.list_amount > 0 as has_price,
        items.is_paused,
        items.quantity,
        items.unit_amount,
        -- Where nothing is taken off, the MRR is the list amount, converted and rounded already.
        case
            when items.net_amount = items.list_amount then items.mrr
            else {{ converted('items.list_amount', 'items.rate') }}
        end as list_mrr,
        case
            when items.discount_amount = 0 then 0
            else {{ converted('items.discount_amount', 'items.rate') }}
        end as discounted_mrr,
        case
            when items.is_paused
                then {{ converted('items.list_amount - items.discount_amount', 'items.rate') }}
            else 0
        end as paused_mrr,
        items.mrr,
        items.rate

    from items

    inner join accounts on items.account_id = accounts.account_id

    where items.starts_on <= {{ as_of_date() }}

)

select * from at_month_ends where starts_month < ends_month
