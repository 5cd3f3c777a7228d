with

rated as (

    select * from {{ ref('int_retention_rated') }}

),

of_segments as (

    select
        reporting_level,
        month_start,
        dimension,
        dimension_value,
        is_complete_month,
        window_months,
        starting_customers,
        churned_customers,
        starting_mrr,
        expansion_mrr,
        contraction_mrr,
        churned_mrr,
        ending_mrr,
        retained_mrr,
        net_revenue_retention,
        gross_revenue_retention,
        logo_churn_rate,
        average_net_revenue_retention,
        average_gross_revenue_retention,
        average_logo_churn_rate

    from rated

    where dimension <> 'total'

)

select * from of_segments
