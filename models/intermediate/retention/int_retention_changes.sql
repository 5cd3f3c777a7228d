{#
Grain: one row per way of counting, window, month and set of customer dimensions; by how much this build
changes the window's base and what became of it. A stretch comes in its first month and goes after its
last.
#}

{%- set dimensions = policy('customer_dimensions') %}
{%- set measures = [
    'starting_customers', 'churned_customers', 'growing_customers', 'losing_customers',
    'starting_mrr', 'churned_mrr', 'ending_mrr', 'retained_mrr',
] %}

with

signed as (

    select * from {{ ref('int_retention_stretches_signed') }}

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

changed as (

    select
        counted_at,
        window_months,
        month_start,
        {% for dimension in dimensions %}
        {{ dimension }},
        {% endfor %}
        starting_customers,
        churned_customers,
        growing_customers,
        losing_customers,
        starting_mrr,
        ending_mrr - retained_mrr as expansion_mrr,
        retained_mrr - starting_mrr - churned_mrr as contraction_mrr,
        {{ money('churned_mrr') }} as churned_mrr,
        ending_mrr,
        retained_mrr

    from summed

    where {{ measures | join(' <> 0 or ') }} <> 0

)

select * from changed
