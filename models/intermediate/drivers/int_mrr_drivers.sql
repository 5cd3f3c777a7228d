{#
Grain: one row per reporting level, customer, month, product and driver; what rounding leaves of a
product is on the last of its drivers: items by name, then discount, then pause or resume.
#}

with

parts as (

    select * from {{ ref('int_drivers_named') }}

),

ranked as (

    select
        reporting_level,
        customer_id,
        product_id,
        month_start,
        driver,
        row_number() over (
            partition by reporting_level, customer_id, product_id, month_start
            order by
                case
                    when driver in ('pause', 'resume') then 2
                    when driver = 'discount' then 1
                    else 0
                end desc,
                driver desc
        ) as place_from_last

    from parts

    where driver is not null

    group by reporting_level, customer_id, product_id, month_start, driver

    having sum(mrr_change) <> 0

),

summed as (

    select
        parts.reporting_level,
        parts.customer_id,
        parts.product_id,
        parts.month_start,
        parts.movement,
        coalesce(parts.driver, ranked.driver, 'price') as driver,
        {{ money('sum(parts.mrr_change)') }} as mrr_change

    from parts

    left join ranked
        on parts.reporting_level = ranked.reporting_level
        and parts.customer_id = ranked.customer_id
        and parts.product_id = ranked.product_id
        and parts.month_start = ranked.month_start
        and ranked.place_from_last = 1

    group by
        parts.reporting_level,
        parts.customer_id,
        parts.product_id,
        parts.month_start,
        parts.movement,
        coalesce(parts.driver, ranked.driver, 'price')

)

select * from summed where mrr_change <> 0
