{#
Grain: one row per way of counting, customer and month in which its MRR changes; the movement, and the
stretch with one MRR that it begins.
#}

{{ config(materialized='view') }}

{%- set window = policy('reactivation_window_days') %}
{%- set reactivation_window = 1000000 if window is none else window %}

with

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}

),

gaps as (

    select
        counted_at,
        customer_id,
        churn_month,
        return_month,
        days > {{ reactivation_window }} as is_after_window,
        days <= {{ policy('late_renewal_days') }} and days <= {{ reactivation_window }}
            as is_late_renewal

    from {{ ref('int_gaps_measured') }}

),

classified as (

    select
        periods.counted_at,
        periods.customer_id,
        periods.starts_month as month_start,
        periods.ends_month,
        periods.cohort_month,
        case
            when periods.opening_mrr = 0 and periods.starts_month = periods.cohort_month then 'new'
            when periods.opening_mrr = 0 and returns.is_after_window then 'new'
            when periods.opening_mrr = 0 then 'reactivation'
            when periods.mrr = 0 then 'churn'
            when periods.mrr > periods.opening_mrr then 'expansion'
            when periods.mrr < periods.opening_mrr then 'contraction'
        end as movement,
        coalesce(leaves.is_late_renewal, returns.is_late_renewal, false) as is_late_renewal,
        periods.opening_mrr,
        periods.mrr,
        periods.mrr_change,
        periods.cohort_mrr

    from periods

    left join gaps as leaves
        on periods.counted_at = leaves.counted_at
        and periods.customer_id = leaves.customer_id
        and periods.starts_month = leaves.churn_month

    left join gaps as returns
        on periods.counted_at = returns.counted_at
        and periods.customer_id = returns.customer_id
        and periods.starts_month = returns.return_month

)

select * from classified
