{# Grain: one row per month and health of the known customers that pay in it, summed over them. #}

with

scored as (

    select * from {{ ref('int_health_scored') }}

),

summed as (

    select
        month_start,
        health,
        count(*) as customers,
        count(case when next_mrr = 0 then 1 end) as churned_customers,
        sum(mrr) as mrr,
        sum(least(next_mrr - mrr, 0)) as lost_mrr

    from scored

    group by month_start, health

)

select * from summed
