{#
Grain: one row per way of counting, customer and stretch of months at whose ends its MRR is the
same, from the first month it pays in on; ends_month is the first month after it.
#}

with

changes as (

    select * from {{ ref('int_customer_mrr_changes') }}

),

summed as (

    select
        counted_at,
        customer_id,
        month_start as starts_month,
        coalesce(
            lead(month_start) over (
                partition by counted_at, customer_id order by month_start
            ),
            {{ open_end() }}
        ) as ends_month,
        min(month_start) over (partition by counted_at, customer_id) as cohort_month,
        mrr_change,
        {{ money('sum(mrr_change) over (
            partition by counted_at, customer_id order by month_start
            rows between unbounded preceding and current row
        )') }} as mrr,
        first_value(mrr_change) over (
            partition by counted_at, customer_id order by month_start
        ) as cohort_mrr

    from changes

),

compared as (

    select
        counted_at,
        customer_id,
        starts_month,
        ends_month,
        cohort_month,
        {{ money('mrr - mrr_change') }} as opening_mrr,
        mrr,
        {{ money('mrr_change') }} as mrr_change,
        {{ money('cohort_mrr') }} as cohort_mrr

    from summed

)

select * from compared
