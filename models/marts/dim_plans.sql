with

plans as (

    select * from {{ ref('int_plans_normalised') }}
    where plan_id in (
        select usable.plan_id from {{ ref('int_plans_checked') }} as usable
        where usable.problem is null
    )

),

products as (

    select * from {{ ref('int_products_checked') }}
    where problem is null

),

described as (

    select
        plans.plan_id,
        plans.plan_name,
        plans.product_id,
        products.product_name,
        products.product_family,
        plans.charge_type,
        plans.billing_interval,
        plans.currency,
        cast(plans.billing_interval_count as integer) as billing_interval_count,
        case
            when plans.charge_type <> 'one_time'
                then {{ from_millionths(rounded_quotient(
                    millionths('plans.unit_amount'),
                    'plans.billings_per_year',
                    '12 * plans.billing_interval_count'
                )) }}
        end as monthly_unit_amount

    from plans

    left join products on plans.product_id = products.product_id

)

select * from described
