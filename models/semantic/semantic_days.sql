with

months as (

    select * from {{ ref('int_months') }}

),

day_numbers as (

    {% for day_number in range(31) %}
    select {{ day_number }} as day_number
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

days as (

    select
        cast({{ dbt.dateadd('day', 'day_numbers.day_number', 'months.month_start') }} as date)
            as calendar_day

    from months

    inner join day_numbers
        on {{ dbt.datediff('months.month_start', 'months.month_end', 'day') }}
        >= day_numbers.day_number

)

select * from days
