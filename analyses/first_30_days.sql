{#
What customers who left used in their first 30 days, against those who stayed: a row per feature with
the share of customers that used it, and one row for their active days.
#}

with

usage as (

    select * from {{ ref('int_usage_days') }}

),

customers as (

    select * from {{ ref('dim_customers') }}
    where cohort_month is not null

),

starts as (

    select
        usage.customer_id,
        customers.is_active as has_stayed,
        min(usage.usage_date) as starts_on

    from usage

    inner join customers on usage.customer_id = customers.customer_id

    group by usage.customer_id, customers.is_active

),

-- Whoever started less than 30 days ago has not had the time.
old_enough as (

    select * from starts
    where starts_on <= {{ add_days(as_of_date(), -29) }}

),

first_days as (

    select
        old_enough.customer_id,
        old_enough.has_stayed,
        usage.usage_date,
        usage.feature

    from old_enough

    inner join usage
        on old_enough.customer_id = usage.customer_id
        and usage.usage_date between old_enough.starts_on
        and {{ add_days('old_enough.starts_on', 29) }}

    where usage.is_active

),

counted as (

    select
        count(case when has_stayed then 1 end) as stayed,
        count(case when not has_stayed then 1 end) as left_us

    from old_enough

),

measured as (

    select
        'share that used ' || feature as measure,
        count(distinct case when has_stayed then customer_id end) as of_stayed,
        count(distinct case when not has_stayed then customer_id end) as of_left

    from first_days

    group by feature

    union all

    select
        'active days' as measure,
        count(distinct case when has_stayed then customer_id || '|' || usage_date end) as of_stayed,
        count(distinct case when not has_stayed then customer_id || '|' || usage_date end)
            as of_left

    from first_days

),

compared as (

    select
        measured.measure,
        counted.stayed as customers_that_stayed,
        {{ ratio('measured.of_stayed', 'counted.stayed') }} as of_those_that_stayed,
        counted.left_us as customers_that_left,
        {{ ratio('measured.of_left', 'counted.left_us') }} as of_those_that_left

    from measured

    cross join counted

)

select * from compared
order by measure
