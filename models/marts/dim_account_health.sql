{{ config(materialized='view') }}

with

customers as (

    select * from {{ ref('dim_customers') }}
    where current_mrr > 0

),

levels_shown as (

    select distinct reporting_level from {{ ref('int_levels_shown') }}
    where reporting_level = 'customer'

),

health as (

    select * from {{ ref('int_health_scored') }}
    where month_start = {{ month_of(as_of_date()) }}

),

renewals as (

    select
        customer_id,
        {{ next_renewal('started_on', 'interval_months') }} as renewal_date

    from {{ ref('int_renewal_terms') }}

),

described as (

    select
        customers.customer_id,
        customers.customer_name,
        coalesce(health.health, 'unknown') as health,
        case when health.health is null then 'nothing is known' else health.reasons end as reasons,
        cast(coalesce(health.adopted_features, 0) as integer) as adopted_features,
        cast(health.sticky_features as integer) as sticky_features,
        health.adoption_rate,
        cast(coalesce(health.active_days, 0) as integer) as active_days,
        cast(coalesce(health.active_days_before, 0) as integer) as active_days_before,
        coalesce(health.usage_trend, 'none') as usage_trend,
        health.csm_score,
        cast(health.csm_score_age_days as integer) as csm_score_age_days,
        cast(coalesce(health.open_tickets, 0) as integer) as open_tickets,
        cast(coalesce(health.tickets_90_days, 0) as integer) as tickets_90_days,
        cast(coalesce(health.tickets_90_days_before, 0) as integer) as tickets_90_days_before,
        coalesce(health.ticket_trend, 'none') as ticket_trend,
        health.average_satisfaction,
        customers.current_mrr,
        case when renewals.renewal_date < {{ open_end() }} then renewals.renewal_date end
            as renewal_date

    from customers

    cross join levels_shown

    left join health on customers.customer_id = health.customer_id

    left join renewals on customers.customer_id = renewals.customer_id

)

select * from described
