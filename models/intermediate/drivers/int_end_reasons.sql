{#
Grain: one row per way of counting, customer, product and month in which a subscription with items
of the product ends; why the one ended that lost the most of it.
#}

with

states as (

    select * from {{ ref('int_items_at_month_ends') }}

),

subscriptions as (

    select
        subscription_id,
        {{ month_of('ended_on') }} as ended_month,
        case
            when end_reason in ('voluntary', 'involuntary') then end_reason else 'unknown'
        end as end_reason

    from {{ ref('int_subscriptions_served') }}

    where ended_on <= {{ as_of_date() }}

),

lost as (

    select
        states.counted_at,
        states.customer_id,
        states.subscription_id,
        states.product_id,
        subscriptions.ended_month as month_start,
        subscriptions.end_reason,
        sum(
            case
                when states.starts_month = subscriptions.ended_month then -states.mrr
                when states.ends_month = subscriptions.ended_month then states.mrr
                else 0
            end
        ) as lost_mrr

    from states

    inner join subscriptions
        on states.subscription_id = subscriptions.subscription_id
        and states.starts_month <= subscriptions.ended_month
        and states.ends_month >= subscriptions.ended_month

    group by
        states.counted_at,
        states.customer_id,
        states.subscription_id,
        states.product_id,
        subscriptions.ended_month,
        subscriptions.end_reason

),

ranked as (

    select
        counted_at,
        customer_id,
        product_id,
        month_start,
        end_reason,
        row_number() over (
            partition by counted_at, customer_id, product_id, month_start
            order by lost_mrr desc, {{ in_byte_order('subscription_id') }}
        ) as place_by_loss

    from lost

)

select * from ranked where place_by_loss = 1
