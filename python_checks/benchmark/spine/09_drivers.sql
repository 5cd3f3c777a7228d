-- Item months joined with the item months before: what changed between two month-ends.

create or replace table spine_steps.item_states as
select
    accounts.reporting_level,
    accounts.customer_id,
    item_months.subscription_item_id,
    item_months.subscription_id,
    item_months.plan_id,
    item_months.product_id,
    item_months.month_start,
    item_months.list_amount > 0 as has_price,
    item_months.is_paused,
    item_months.quantity,
    item_months.unit_amount,
    item_months.rate,
    money(item_months.list_amount * item_months.rate) as list_mrr,
    money(item_months.discount_amount * item_months.rate) as discounted_mrr,
    case
        when item_months.is_paused
            then money((item_months.list_amount - item_months.discount_amount) * item_months.rate)
        else 0
    end as paused_mrr,
    item_months.mrr
from spine_steps.item_months
inner join spine_steps.accounts on item_months.account_id = accounts.account_id;

create or replace table spine_steps.item_changes as
with

openings as (
    select * replace (add_months(month_start, 1) as month_start) from spine_steps.item_states
    where month_start < month_of(getvariable('as_of'))
)

select
    coalesce(closings.reporting_level, openings.reporting_level) as reporting_level,
    coalesce(closings.customer_id, openings.customer_id) as customer_id,
    coalesce(closings.month_start, openings.month_start) as month_start,
    coalesce(closings.subscription_item_id, openings.subscription_item_id) as subscription_item_id,
    coalesce(closings.subscription_id, openings.subscription_id) as subscription_id,
    coalesce(closings.product_id, openings.product_id) as product_id,
    openings.subscription_item_id is not null as was_there,
    closings.subscription_item_id is not null as is_there,
    openings.plan_id as opening_plan_id,
    closings.plan_id as closing_plan_id,
    openings.quantity as opening_quantity,
    closings.quantity as closing_quantity,
    openings.unit_amount as opening_unit_amount,
    openings.rate as opening_rate,
    coalesce(closings.list_mrr, 0) - coalesce(openings.list_mrr, 0) as list_change,
    coalesce(closings.discounted_mrr, 0) - coalesce(openings.discounted_mrr, 0)
        as discounted_change,
    coalesce(closings.paused_mrr, 0) - coalesce(openings.paused_mrr, 0) as paused_change,
    coalesce(closings.mrr, 0) - coalesce(openings.mrr, 0) as mrr_change
from spine_steps.item_states as closings
full join openings
    on closings.reporting_level = openings.reporting_level
    and closings.customer_id = openings.customer_id
    and closings.subscription_item_id = openings.subscription_item_id
    and closings.month_start = openings.month_start
where
    openings.subscription_item_id is null
    or closings.subscription_item_id is null
    or openings.plan_id <> closings.plan_id
    or openings.quantity <> closings.quantity
    or openings.list_mrr <> closings.list_mrr
    or openings.discounted_mrr <> closings.discounted_mrr
    or openings.paused_mrr <> closings.paused_mrr
    or openings.mrr <> closings.mrr;

create or replace table spine_steps.product_months as
select
    reporting_level,
    customer_id,
    product_id,
    month_start,
    sum(mrr) as mrr
from spine_steps.item_states
group by reporting_level, customer_id, product_id, month_start;

create or replace table spine_steps.unpaid_states as
select
    reporting_level,
    customer_id,
    month_start,
    bool_or(has_price) as has_priced_states,
    bool_or(has_price and is_paused) as has_paused_states
from spine_steps.item_states
group by reporting_level, customer_id, month_start
having sum(mrr) = 0;

create or replace table spine_steps.matched_changes as
with

turned_over as (
    select
        *,
        first_value(product_id) over (
            partition by reporting_level, customer_id, subscription_id, month_start
            order by is_there desc, list_change desc, subscription_item_id asc
        ) as largest_begun_product_id,
        bool_or(is_there) over items_of_subscription
        and bool_or(was_there) over items_of_subscription as is_replacement
    from spine_steps.item_changes
    where was_there <> is_there
    window
        items_of_subscription as (
            partition by reporting_level, customer_id, subscription_id, month_start
        )
),

ended_products as (
    select
        reporting_level,
        customer_id,
        subscription_id,
        product_id,
        month_start,
        count(*) as ended_items
    from turned_over
    where was_there and not is_replacement
    group by reporting_level, customer_id, subscription_id, product_id, month_start
),

migrated as (
    select distinct
        ended_products.reporting_level,
        ended_products.customer_id,
        ended_products.product_id,
        ended_products.month_start
    from ended_products
    inner join (
        select
            states.reporting_level,
            states.customer_id,
            states.subscription_id,
            states.product_id,
            add_months(states.month_start, 1) as month_start,
            count(*) as items
        from spine_steps.item_states as states
        group by all
    ) as held
        on ended_products.reporting_level = held.reporting_level
        and ended_products.customer_id = held.customer_id
        and ended_products.subscription_id = held.subscription_id
        and ended_products.product_id = held.product_id
        and ended_products.month_start = held.month_start
        and ended_products.ended_items = held.items
    inner join turned_over as begun
        on ended_products.reporting_level = begun.reporting_level
        and ended_products.customer_id = begun.customer_id
        and ended_products.product_id = begun.product_id
        and ended_products.month_start = begun.month_start
        and begun.is_there
        and not begun.is_replacement
)

select
    turned_over.reporting_level,
    turned_over.customer_id,
    case
        when turned_over.is_replacement then turned_over.largest_begun_product_id
        else turned_over.product_id
    end as product_id,
    turned_over.month_start,
    case when turned_over.is_there then 'begun' else 'ended' end as fate,
    turned_over.is_replacement or migrated.product_id is not null as is_plan_change,
    turned_over.list_change,
    turned_over.discounted_change,
    turned_over.paused_change,
    turned_over.mrr_change,
    0 as quantity_change
from turned_over
left join migrated
    on turned_over.reporting_level = migrated.reporting_level
    and turned_over.customer_id = migrated.customer_id
    and turned_over.product_id = migrated.product_id
    and turned_over.month_start = migrated.month_start

union all

select
    changes.reporting_level,
    changes.customer_id,
    changes.product_id,
    changes.month_start,
    'kept' as fate,
    changes.opening_plan_id <> changes.closing_plan_id as is_plan_change,
    changes.list_change,
    changes.discounted_change,
    changes.paused_change,
    changes.mrr_change,
    case
        when changes.opening_plan_id = changes.closing_plan_id
            then
                sign(changes.closing_quantity - changes.opening_quantity)::integer
                * money(
                    from_millionths(rounded_division(
                        millionths(abs(changes.closing_quantity - changes.opening_quantity))
                        * millionths(changes.opening_unit_amount)
                        * plans.billings_per_year,
                        12000000::hugeint * plans.billing_interval_count
                    ))
                    * changes.opening_rate
                )
        else 0
    end as quantity_change
from spine_steps.item_changes as changes
inner join spine_steps.plans on changes.opening_plan_id = plans.plan_id
where changes.was_there and changes.is_there;

create or replace table spine_steps.change_parts as
with

by_product as (
    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        sum(quantity_change) as quantity_change,
        -sum(discounted_change) as discount_change,
        -sum(paused_change) as pause_change,
        sum(mrr_change - list_change + discounted_change + paused_change) as rounding
    from spine_steps.matched_changes
    group by reporting_level, customer_id, product_id, month_start
),

parts as (
    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        case
            when is_plan_change then 'plan'
            when fate = 'kept' then 'price'
            else fate
        end as part,
        list_change - quantity_change as mrr_change
    from spine_steps.matched_changes

    union all

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        'quantity' as part,
        quantity_change as mrr_change
    from by_product

    union all

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        'discount' as part,
        discount_change as mrr_change
    from by_product

    union all

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        'pause' as part,
        pause_change as mrr_change
    from by_product

    union all

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        'rounding' as part,
        rounding as mrr_change
    from by_product
)

select
    parts.reporting_level,
    parts.customer_id,
    parts.product_id,
    parts.month_start,
    movements.movement,
    case
        when parts.part = 'rounding' then null
        when parts.part = 'pause' and parts.mrr_change > 0 then 'resume'
        when parts.part = 'begun' and held_before.product_id is null then 'cross_sell'
        when parts.part = 'ended' and held_after.product_id is null then 'product_removed'
        when parts.part in ('begun', 'ended') then 'quantity'
        else parts.part
    end as driver,
    parts.mrr_change
from parts
inner join spine_steps.movements
    on parts.reporting_level = movements.reporting_level
    and parts.customer_id = movements.customer_id
    and parts.month_start = movements.month_start
    and movements.opening_mrr > 0
    and movements.closing_mrr > 0
left join spine_steps.product_months as held_before
    on parts.reporting_level = held_before.reporting_level
    and parts.customer_id = held_before.customer_id
    and parts.product_id = held_before.product_id
    and add_months(parts.month_start, -1) = held_before.month_start
left join spine_steps.product_months as held_after
    on parts.reporting_level = held_after.reporting_level
    and parts.customer_id = held_after.customer_id
    and parts.product_id = held_after.product_id
    and parts.month_start = held_after.month_start
where parts.mrr_change <> 0;

create or replace table spine_steps.drivers as
with

last_drivers as (
    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        driver
    from spine_steps.change_parts
    where driver is not null
    group by reporting_level, customer_id, product_id, month_start, driver
    having sum(mrr_change) <> 0
    qualify
        row_number()
            over (
                partition by reporting_level, customer_id, product_id, month_start
                order by
                    case
                        when driver in ('pause', 'resume') then 2
                        when driver = 'discount' then 1
                        else 0
                    end desc,
                    driver desc
            )
        = 1
),

explained as (
    select
        parts.reporting_level,
        parts.customer_id,
        parts.product_id,
        parts.month_start,
        parts.movement,
        coalesce(parts.driver, last_drivers.driver, 'price') as driver,
        parts.mrr_change
    from spine_steps.change_parts as parts
    left join last_drivers
        on parts.reporting_level = last_drivers.reporting_level
        and parts.customer_id = last_drivers.customer_id
        and parts.product_id = last_drivers.product_id
        and parts.month_start = last_drivers.month_start

    union all

    select
        movements.reporting_level,
        movements.customer_id,
        products.product_id,
        movements.month_start,
        movements.movement,
        case
            when unpaid.has_paused_states and movements.movement = 'churn' then 'pause'
            when unpaid.has_paused_states then 'resume'
            when unpaid.has_priced_states then 'discount'
            else movements.movement
        end as driver,
        case when movements.movement = 'churn' then -products.mrr else products.mrr end
            as mrr_change
    from spine_steps.movements
    inner join spine_steps.product_months as products
        on movements.reporting_level = products.reporting_level
        and movements.customer_id = products.customer_id
        and products.month_start = case
            when movements.movement = 'churn' then add_months(movements.month_start, -1)
            else movements.month_start
        end
    left join spine_steps.unpaid_states as unpaid
        on movements.reporting_level = unpaid.reporting_level
        and movements.customer_id = unpaid.customer_id
        and unpaid.month_start = case
            when movements.movement = 'churn' then movements.month_start
            else add_months(movements.month_start, -1)
        end
    where movements.opening_mrr = 0 or movements.closing_mrr = 0
)

select
    reporting_level,
    customer_id,
    product_id,
    month_start,
    movement,
    driver,
    money(sum(mrr_change)) as mrr_change
from explained
group by reporting_level, customer_id, product_id, month_start, movement, driver
having sum(mrr_change) <> 0;

create or replace table spine.fct_mrr_movements as
with

lost as (
    select
        subscriptions.subscription_id,
        subscriptions.customer_id as account_id,
        subscriptions.end_reason,
        item_months.product_id,
        month_of(subscriptions.ended_on) as month_start,
        sum(item_months.mrr) as lost_mrr
    from spine_steps.served_subscriptions as subscriptions
    inner join spine_steps.item_months
        on subscriptions.subscription_id = item_months.subscription_id
        and item_months.month_start = add_months(month_of(subscriptions.ended_on), -1)
    where subscriptions.ended_on <= getvariable('as_of')
    group by all
),

end_reasons as (
    select
        accounts.reporting_level,
        accounts.customer_id,
        lost.product_id,
        lost.month_start,
        lost.end_reason
    from lost
    inner join spine_steps.accounts on lost.account_id = accounts.account_id
    qualify
        row_number()
            over (
                partition by
                    accounts.reporting_level,
                    accounts.customer_id,
                    lost.product_id,
                    lost.month_start
                order by lost.lost_mrr desc, lost.subscription_id asc
            )
        = 1
)

select
    drivers.reporting_level,
    drivers.customer_id,
    drivers.product_id,
    drivers.month_start,
    drivers.movement,
    drivers.driver,
    case
        when drivers.mrr_change > 0 then null
        when drivers.driver in ('pause', 'discount') then 'unknown'
        else coalesce(end_reasons.end_reason, 'unknown')
    end as end_reason,
    (
        row_number()
            over (
                partition by
                    drivers.reporting_level,
                    drivers.customer_id,
                    drivers.month_start,
                    drivers.driver
                order by drivers.product_id asc
            )
        = 1
    )::int as customers,
    drivers.mrr_change
from spine_steps.drivers
left join end_reasons
    on drivers.reporting_level = end_reasons.reporting_level
    and drivers.customer_id = end_reasons.customer_id
    and drivers.product_id = end_reasons.product_id
    and drivers.month_start = end_reasons.month_start;
