{#
Grain: one row per reporting level, window, month and set of customer dimensions; by how much the
window's base and what became of it change. A stretch comes in its first month and goes
after its last.
#}

with

windows as (

    select * from {{ ref('int_retention_windows') }}

),

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

signed as (

    select
        reporting_level,
        window_months,
        customer_id,
        starts_month as month_start,
        1 as sign,
        starting_mrr,
        ending_mrr

    from windows

    union all

    select
        reporting_level,
        window_months,
        customer_id,
        ends_month as month_start,
        -1 as sign,
        starting_mrr,
        ending_mrr

    from windows

    where ends_month <= {{ month_of(as_of_date()) }}

),

changes as (

    select
        signed.reporting_level,
        signed.window_months,
        signed.month_start,
        {% for dimension in policy('customer_dimensions') %}
        coalesce(customers.{{ dimension }}, 'unknown') as {{ dimension }},
        {% endfor %}
        sum(signed.sign) as starting_customers,
        sum(case when signed.ending_mrr = 0 then signed.sign else 0 end) as churned_customers,
        sum(signed.sign * signed.starting_mrr) as starting_mrr,
        sum(
            signed.sign * greatest(signed.ending_mrr - signed.starting_mrr, 0)
        ) as expansion_mrr,
        sum(
            case
                when signed.ending_mrr > 0
                    then signed.sign * least(signed.ending_mrr - signed.starting_mrr, 0)
                else 0
            end
        ) as contraction_mrr,
        sum(
            case when signed.ending_mrr = 0 then -signed.sign * signed.starting_mrr else 0 end
        ) as churned_mrr,
        sum(signed.sign * signed.ending_mrr) as ending_mrr,
        sum(signed.sign * least(signed.ending_mrr, signed.starting_mrr)) as retained_mrr

    from signed

    left join customers on signed.customer_id = customers.customer_id

    group by
        signed.reporting_level,
        signed.window_months,
        {% for dimension in policy('customer_dimensions') %}
        coalesce(customers.{{ dimension }}, 'unknown'),
        {% endfor %}
        signed.month_start

)

select * from changes
