{#
Grain: one row per posting, way of counting, window, month and set of customer dimensions; by how much
the window's base and what became of it change. A stretch comes in its first month and goes after its
last. A later build posts the difference that the accounts computed anew make.
#}

{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='posting_id'
) }}

{%- set dimensions = policy('customer_dimensions') %}
{%- set measures = [
    'starting_customers', 'churned_customers', 'growing_customers', 'losing_customers',
    'starting_mrr', 'churned_mrr', 'ending_mrr', 'retained_mrr',
] %}

with

signed as (

    select * from {{ ref('int_retention_stretches_signed') }}

),

postings as (

    select * from {{ ref('int_posting_identified') }}

),

summed as (

    select
        counted_at,
        window_months,
        month_start,
        {% for dimension in dimensions %}
        {{ dimension }},
        {% endfor %}
        sum(sign) as starting_customers,
        sum(case when ending_mrr = 0 then sign else 0 end) as churned_customers,
        sum(case when ending_mrr > starting_mrr then sign else 0 end) as growing_customers,
        sum(case when ending_mrr < starting_mrr then sign else 0 end) as losing_customers,
        sum(sign * starting_mrr) as starting_mrr,
        sum(case when ending_mrr = 0 then -sign * starting_mrr else 0 end) as churned_mrr,
        sum(sign * ending_mrr) as ending_mrr,
        sum(sign * least(ending_mrr, starting_mrr)) as retained_mrr

    from signed

    group by
        counted_at,
        window_months,
        {% for dimension in dimensions %}
        {{ dimension }},
        {% endfor %}
        month_start

),

posted as (

    select
        postings.posting_id,
        summed.counted_at,
        summed.window_months,
        summed.month_start,
        {% for dimension in dimensions %}
        summed.{{ dimension }},
        {% endfor %}
        summed.starting_customers,
        summed.churned_customers,
        summed.growing_customers,
        summed.losing_customers,
        summed.starting_mrr,
        summed.ending_mrr - summed.retained_mrr as expansion_mrr,
        summed.retained_mrr - summed.starting_mrr - summed.churned_mrr as contraction_mrr,
        {{ money('summed.churned_mrr') }} as churned_mrr,
        summed.ending_mrr,
        summed.retained_mrr

    from summed

    cross join postings

    where summed.{{ measures | join(' <> 0 or summed.') }} <> 0

)

select * from posted
