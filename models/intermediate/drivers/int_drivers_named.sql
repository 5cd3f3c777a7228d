{#
Grain: one row per reporting level, customer, month, product and part of a change of MRR; the driver
of that part, null for what rounding leaves. A change from or to 0 has no parts but the whole.
#}

with

customers as (

    select * from {{ ref('int_customer_changes') }}

),

products as (

    select * from {{ ref('int_product_changes') }}

),

parts as (

    select * from {{ ref('int_mrr_change_parts') }}

),

named as (

    select
        parts.reporting_level,
        parts.customer_id,
        parts.product_id,
        parts.month_start,
        customers.movement,
        case
            when parts.part = 'rounding' then null
            when parts.part = 'all' and customers.unpaid_paused_states > 0
                then case customers.movement when 'churn' then 'pause' else 'resume' end
            when parts.part = 'all' and customers.unpaid_priced_states > 0 then 'discount'
            when parts.part = 'all' then customers.movement
            when parts.part = 'pause' and parts.mrr_change > 0 then 'resume'
            when parts.part in ('quantity', 'discount', 'pause') then parts.part
            when parts.is_plan_change then 'plan'
            when parts.part = 'kept' then 'price'
            when parts.part = 'begun' and products.opening_states = 0 then 'cross_sell'
            when parts.part = 'ended' and products.closing_states = 0 then 'product_removed'
            else 'quantity'
        end as driver,
        parts.mrr_change

    from parts

    inner join customers
        on parts.reporting_level = customers.reporting_level
        and parts.customer_id = customers.customer_id
        and parts.month_start = customers.month_start
        and (parts.part = 'all') <> customers.pays_at_both_ends

    inner join products
        on parts.reporting_level = products.reporting_level
        and parts.customer_id = products.customer_id
        and parts.product_id = products.product_id
        and parts.month_start = products.month_start

)

select * from named
