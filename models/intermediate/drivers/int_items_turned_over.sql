{#
Grain: one row per reporting level, customer, item and month at one of whose month-ends only the
item is in force; items that end and begin in one subscription replace each other.
#}

with

changes as (

    select * from {{ ref('int_item_changes') }}

),

turned_over as (

    select
        reporting_level,
        customer_id,
        subscription_item_id,
        coalesce(closing_subscription_id, opening_subscription_id) as subscription_id,
        coalesce(closing_product_id, opening_product_id) as product_id,
        month_start,
        closing_states > 0 as has_begun,
        opening_states,
        list_change,
        discounted_change,
        paused_change,
        mrr_change

    from changes

    where (opening_states > 0) <> (closing_states > 0)

),

compared as (

    select
        reporting_level,
        customer_id,
        subscription_item_id,
        subscription_id,
        product_id,
        first_value(product_id) over (
            partition by reporting_level, customer_id, subscription_id, month_start
            order by
                has_begun desc,
                list_change desc,
                {{ in_byte_order('subscription_item_id') }}
        ) as largest_begun_product_id,
        month_start,
        has_begun,
        min(case when has_begun then 1 else 0 end) over items_of_subscription
        <> max(case when has_begun then 1 else 0 end) over items_of_subscription as is_replacement,
        opening_states,
        list_change,
        discounted_change,
        paused_change,
        mrr_change

    from turned_over

    window items_of_subscription as (
        partition by reporting_level, customer_id, subscription_id, month_start
    )

)

select * from compared
