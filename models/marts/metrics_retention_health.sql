{%- set measures = [
    'starting_customers', 'growing_customers', 'losing_customers', 'starting_mrr',
    'net_revenue_retention', 'gross_revenue_retention', 'retention_gap', 'logo_retention_rate',
    'top_1_share_of_starting_mrr', 'top_5_share_of_starting_mrr', 'top_10_share_of_starting_mrr',
    'top_1_share_of_expansion', 'top_5_share_of_expansion', 'top_10_share_of_expansion',
    'net_revenue_retention_without_top_5',
] %}

with

rated as (

    select * from {{ ref('int_concentrations_rated') }}

),

flagged as (

    select
        reporting_level,
        month_start,
        dimension,
        dimension_value,
        is_complete_month,
        coalesce(
            net_revenue_retention >= 1
            and (
                gross_revenue_retention < {{ money(policy('leaky_grr_threshold')) }}
                or logo_retention_rate < {{ money(policy('leaky_logo_retention_threshold')) }}
            ),
            false
        ) as is_leaky_bucket,
        coalesce(
            top_5_share_of_expansion > {{ money(policy('concentration_threshold')) }}, false
        ) as is_concentrated_expansion,
        {{ measures | join(',\n        ') }}

    from rated

),

explained as (

    select
        reporting_level,
        month_start,
        dimension,
        dimension_value,
        case
            when is_leaky_bucket
                then
                    'NRR ' || {{ percent_text('net_revenue_retention') }}
                    || ' hides losses: GRR ' || {{ percent_text('gross_revenue_retention') }}
                    || ', logo retention ' || {{ percent_text('logo_retention_rate') }} || '.'
            else ''
        end as leak,
        case
            when is_concentrated_expansion
                then
                    'The top 5 customers hold '
                    || {{ percent_text('top_5_share_of_expansion') }} || ' of the expansion.'
            else ''
        end as concentration,
        is_complete_month,
        is_leaky_bucket,
        is_concentrated_expansion,
        {{ measures | join(',\n        ') }}

    from flagged

),

described as (

    select
        reporting_level,
        month_start,
        dimension,
        dimension_value,
        nullif(trim(leak || ' ' || concentration), '') as finding,
        is_complete_month,
        is_leaky_bucket,
        is_concentrated_expansion,
        {{ measures | join(',\n        ') }}

    from explained

)

select * from described
