{# Grain: one row per churn or reactivation that is half of a late renewal. #}

with

gaps as (

    select * from {{ ref('int_gaps_measured') }}

),

late as (

    select
        reporting_level,
        customer_id,
        churn_month,
        return_month

    from gaps

    where
        {{ dbt.datediff('unpaid_from', 'paid_from', 'day') }}
        <= {{ policy('late_renewal_days') }}

),

labelled as (

    select reporting_level, customer_id, churn_month as month_start from late
    union all
    select reporting_level, customer_id, return_month as month_start from late

)

select * from labelled
