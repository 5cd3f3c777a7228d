{# Grain: one row per reporting level and month with short-lived customers; how many. #}

with

short_lived as (

    select * from {{ ref('int_short_lived_customers') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

counted as (

    select
        levels_shown.reporting_level,
        short_lived.month_start,
        count(*) as customers

    from short_lived

    inner join levels_shown on short_lived.counted_at = levels_shown.counted_at

    group by levels_shown.reporting_level, short_lived.month_start

)

select * from counted
