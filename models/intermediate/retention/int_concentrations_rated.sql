{#
Grain: one row per reporting level, slice and month with a window of twelve months; its rates beside
the shares that the largest customers hold.
#}

with

rated as (

    select * from {{ ref('int_retention_rated') }}
    where window_months = 12

),

concentrations as (

    select * from {{ ref('int_concentrations_summed') }}

),

shared as (

    select
        rated.reporting_level,
        rated.month_start,
        rated.dimension,
        rated.dimension_value,
        rated.is_complete_month,
        rated.starting_customers,
        rated.growing_customers,
        rated.losing_customers,
        rated.starting_mrr,
        rated.net_revenue_retention,
        rated.gross_revenue_retention,
        {{ money('rated.net_revenue_retention - rated.gross_revenue_retention') }}
            as retention_gap,
        {{ ratio(
            '(rated.starting_customers - rated.churned_customers)', 'rated.starting_customers'
        ) }} as logo_retention_rate,
        {% for top in [1, 5, 10] %}
        {{ ratio('concentrations.top_' ~ top ~ '_starting_mrr', 'rated.starting_mrr') }}
            as top_{{ top }}_share_of_starting_mrr,
        {% endfor %}
        {% for top in [1, 5, 10] %}
        {{ ratio('concentrations.top_' ~ top ~ '_expansion_mrr', 'rated.expansion_mrr') }}
            as top_{{ top }}_share_of_expansion,
        {% endfor %}
        {{ ratio(
            '(rated.ending_mrr - concentrations.top_5_ending_mrr)',
            '(rated.starting_mrr - concentrations.top_5_starting_mrr)'
        ) }} as net_revenue_retention_without_top_5

    from rated

    left join concentrations
        on rated.reporting_level = concentrations.reporting_level
        and rated.dimension = concentrations.dimension
        and rated.dimension_value = concentrations.dimension_value
        and rated.month_start = concentrations.month_start

)

select * from shared
