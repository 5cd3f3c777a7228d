{# Grain: one row per customer that ever paid; its first month, its last, and what it pays now. #}

{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}
    where counted_at in ('customer', 'both')

),

histories as (

    select
        customer_id,
        min(cohort_month) as cohort_month,
        min(cohort_mrr) as cohort_mrr,
        least(
            {{ add_months('max(case when mrr > 0 then ends_month end)', -1) }},
            {{ month_of(as_of_date()) }}
        ) as last_paid_month,
        sum(
            case when ends_month > {{ month_of(as_of_date()) }} then mrr else 0 end
        ) as current_mrr

    from periods

    group by customer_id

)

select * from histories
