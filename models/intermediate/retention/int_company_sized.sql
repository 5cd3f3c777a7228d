{# Grain: one row per reporting level; how large the company is, in the latest complete month. #}

{%- set latest_month = add_months(month_of(as_of_date()), -1) %}

with

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

periods as (

    select * from {{ ref('int_periods_kept') }}
    where starts_month <= {{ latest_month }} and ends_month > {{ latest_month }}

),

summed as (

    select
        levels_shown.reporting_level,
        12 * sum(periods.mrr) as arr,
        sum(case when periods.mrr > 0 then 1 else 0 end) as paying_customers

    from periods

    inner join levels_shown on periods.counted_at = levels_shown.counted_at

    group by levels_shown.reporting_level

),

sized as (

    select
        reporting_level,
        {{ money('arr') }} as arr,
        {{ ratio('arr', 'paying_customers') }} as arr_per_customer

    from summed

)

select * from sized
