with

movements as (

    select * from {{ ref('int_mrr_movements_summed') }}

),

fx_impacts as (

    select * from {{ ref('int_fx_impacts') }}

),

committed as (

    select * from {{ ref('int_mrr_committed') }}

),

short_lived as (

    select
        reporting_level,
        month_start,
        count(*) as customers

    from {{ ref('int_short_lived_customers') }}

    group by reporting_level, month_start

),

closings as (

    select
        reporting_level,
        month_start,
        sum(new_customers + reactivated_customers - churned_customers) over months_so_far
            as closing_customers,
        sum(mrr_change) over months_so_far as closing_mrr

    from movements

    window months_so_far as (
        partition by reporting_level order by month_start
        rows between unbounded preceding and current row
    )

),

described as (

    select
        movements.reporting_level,
        movements.month_start,
        movements.is_complete_month,
        coalesce(lag(closings.closing_customers) over months_of_level, 0) as opening_customers,
        movements.new_customers,
        movements.reactivated_customers,
        movements.churned_customers,
        closings.closing_customers,
        coalesce(short_lived.customers, 0) as short_lived_customers,
        coalesce(lag(closings.closing_mrr) over months_of_level, 0) as opening_mrr,
        movements.new_mrr,
        movements.reactivation_mrr,
        movements.expansion_mrr,
        movements.contraction_mrr,
        movements.churn_mrr,
        closings.closing_mrr,
        case
            when fx_impacts.month_start is null then 0 else fx_impacts.fx_impact
        end as fx_impact,
        case
            when movements.month_start = {{ month_of(as_of_date()) }}
                then coalesce(committed.mrr, 0)
        end as committed_mrr

    from movements

    inner join closings
        on movements.reporting_level = closings.reporting_level
        and movements.month_start = closings.month_start

    cross join committed

    left join fx_impacts on movements.month_start = fx_impacts.month_start

    left join short_lived
        on movements.reporting_level = short_lived.reporting_level
        and movements.month_start = short_lived.month_start

    window months_of_level as (
        partition by movements.reporting_level order by movements.month_start
    )

),

rated as (

    select
        reporting_level,
        month_start,
        is_complete_month,
        {% for counted in [
            'opening_customers', 'new_customers', 'reactivated_customers', 'churned_customers',
            'closing_customers', 'short_lived_customers',
        ] %}
        cast({{ counted }} as integer) as {{ counted }},
        {% endfor %}
        {% for amount in [
            'opening_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr',
            'churn_mrr', 'closing_mrr', 'fx_impact', 'committed_mrr',
        ] %}
        {{ money(amount) }} as {{ amount }},
        {% endfor %}
        {{ money('12 * closing_mrr') }} as arr,
        {{ money('closing_mrr + fx_impact') }} as closing_mrr_at_closing_rates,
        {{ ratio(
            'new_mrr + reactivation_mrr + expansion_mrr', '-contraction_mrr - churn_mrr'
        ) }} as quick_ratio

    from described

)

select * from rated
