select
    discounts.discount_id,
    discounts.percent_off,
    discounts.amount_off,
    discounts.currency

from {{ ref('stg_billing__discounts') }} as discounts

where
    (discounts.percent_off is null) = (discounts.amount_off is null)
    or discounts.percent_off > 100
    or (
        discounts.amount_off is not null
        and not exists (
            select 1

            from {{ ref('stg_billing__subscription_items') }} as items

            inner join {{ ref('stg_billing__plans') }} as plans on items.plan_id = plans.plan_id

            where
                items.subscription_id = discounts.subscription_id
                and items.subscription_item_id
                = coalesce(discounts.subscription_item_id, items.subscription_item_id)
                and plans.currency = discounts.currency
        )
    )
