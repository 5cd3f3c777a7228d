with

movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

summed as (

    select
        reporting_level,
        month_start,
        movement,
        driver,
        cast(sum(customers) as integer) as customers,
        {{ money('sum(mrr_change)') }} as mrr

    from movements

    group by reporting_level, month_start, movement, driver

)

select * from summed
