{#
Grain: one row per month and customer that pays in it and of which anything is known by then; what it
pays, and what at the next month-end.
#}

with

periods as (

    select * from {{ ref('int_periods_kept') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}
    where reporting_level = 'customer'

),

months as (

    select * from {{ ref('int_months') }}

),

known as (

    select * from {{ ref('int_customers_known') }}

),

stretches as (

    select
        known.customer_id,
        known.known_since,
        known.uses_since,
        periods.starts_month,
        periods.ends_month,
        periods.mrr,
        coalesce(
            lead(periods.mrr) over (
                partition by known.customer_id order by periods.starts_month
            ),
            0
        ) as mrr_after

    from known

    inner join periods on known.customer_id = periods.customer_id

    inner join levels_shown on periods.counted_at = levels_shown.counted_at

),

paying as (

    select
        months.month_start,
        months.read_on,
        stretches.customer_id,
        coalesce(stretches.uses_since <= months.read_on, false) as is_using,
        stretches.mrr,
        case
            when {{ add_months('months.month_start', 1) }} < stretches.ends_month
                then stretches.mrr
            else stretches.mrr_after
        end as next_mrr

    from stretches

    inner join months
        on stretches.starts_month <= months.month_start
        and stretches.ends_month > months.month_start
        and stretches.known_since <= months.read_on

    where stretches.mrr > 0

)

select * from paying
