{# Grain: one row per month from the first in which a customer pays to the as-of date's. #}

with recursive

periods as (

    select * from {{ ref('int_periods_kept') }}

),

months (month_start) as (

    select min(starts_month) from periods

    union all

    select {{ add_months('month_start', 1) }} from months
    where month_start < {{ month_of(as_of_date()) }}

),

ended as (

    select
        month_start,
        cast({{ dbt.last_day('month_start', 'month') }} as date) as month_end

    from months

    where month_start is not null

),

dated as (

    select
        month_start,
        month_end,
        least(month_end, {{ as_of_date() }}) as read_on,
        month_end < {{ as_of_date() }} as is_complete_month

    from ended

)

select * from dated
