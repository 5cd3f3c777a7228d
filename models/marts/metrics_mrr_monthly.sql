with

bridged as (

    select * from {{ ref('int_mrr_bridged') }}

),

fx_impacts as (

    select * from {{ ref('int_fx_impacts') }}

),

committed as (

    select sum(mrr) as mrr from {{ ref('int_mrr_committed') }}

),

short_lived as (

    select * from {{ ref('int_short_lived_counted') }}

),

described as (

    select
        bridged.reporting_level,
        bridged.month_start,
        bridged.is_complete_month,
        {% for counted in [
            'opening_customers', 'new_customers', 'reactivated_customers', 'churned_customers',
            'closing_customers',
        ] %}
        cast(bridged.{{ counted }} as integer) as {{ counted }},
        {% endfor %}
        cast(coalesce(short_lived.customers, 0) as integer) as short_lived_customers,
        {% for amount in [
            'opening_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr',
            'churn_mrr', 'closing_mrr',
        ] %}
        {{ money('bridged.' ~ amount) }} as {{ amount }},
        {% endfor %}
        case when fx_impacts.month_start is null then 0 else fx_impacts.fx_impact end as fx_impact,
        case
            when bridged.month_start = {{ month_of(as_of_date()) }} then coalesce(committed.mrr, 0)
        end as committed_mrr

    from bridged

    cross join committed

    left join fx_impacts on bridged.month_start = fx_impacts.month_start

    left join short_lived
        on bridged.reporting_level = short_lived.reporting_level
        and bridged.month_start = short_lived.month_start

),

rated as (

    select
        reporting_level,
        month_start,
        is_complete_month,
        opening_customers,
        new_customers,
        reactivated_customers,
        churned_customers,
        closing_customers,
        short_lived_customers,
        opening_mrr,
        new_mrr,
        reactivation_mrr,
        expansion_mrr,
        contraction_mrr,
        churn_mrr,
        closing_mrr,
        {{ money('fx_impact') }} as fx_impact,
        {{ money('committed_mrr') }} as committed_mrr,
        {{ money('12 * closing_mrr') }} as arr,
        {{ money('closing_mrr + fx_impact') }} as closing_mrr_at_closing_rates,
        {{ ratio('new_mrr + reactivation_mrr + expansion_mrr', '-contraction_mrr - churn_mrr') }}
            as quick_ratio

    from described

)

select * from rated
