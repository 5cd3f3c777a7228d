{# Also sees a missing row: a customer without one closed at 0. #}
with

rows_in_order as (

    select
        reporting_level,
        customer_id,
        month_start,
        movement,
        opening_mrr,
        closing_mrr,
        mrr_change,
        lag(closing_mrr) over (
            partition by reporting_level, customer_id order by month_start
        ) as earlier_closing_mrr,
        lag(month_start) over (
            partition by reporting_level, customer_id order by month_start
        ) as earlier_month,
        lead(month_start) over (
            partition by reporting_level, customer_id order by month_start
        ) as later_month

    from {{ ref('fct_customer_months') }}

)

select * from rows_in_order
where
    opening_mrr + mrr_change <> closing_mrr
    or opening_mrr <> coalesce(earlier_closing_mrr, 0)
    or (opening_mrr = 0 and closing_mrr = 0)
    or (opening_mrr > 0 and {{ add_months('earlier_month', 1) }} <> month_start)
    or (
        closing_mrr > 0
        and later_month is null
        and month_start < {{ month_of(as_of_date()) }}
    )
