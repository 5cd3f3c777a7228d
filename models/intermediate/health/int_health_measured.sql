{# Grain: one row per month and known customer that pays in it: what is known on its day. #}

with

customers as (

    select * from {{ ref('int_customers_paying') }}

),

sticky as (

    select
        month_start,
        count(*) as sticky_features

    from {{ ref('int_features_sticky') }}

    group by month_start

),

usage as (

    select * from {{ ref('int_usage_measured') }}

),

checkins as (

    select * from {{ ref('int_checkins_dated') }}

),

tickets as (

    select * from {{ ref('int_tickets_counted') }}

),

measured as (

    select
        customers.month_start,
        customers.customer_id,
        customers.mrr,
        customers.next_mrr,
        coalesce(usage.adopted_features, 0) as adopted_features,
        case when customers.is_using then coalesce(sticky.sticky_features, 0) end
            as sticky_features,
        case
            when customers.is_using
                then {{ ratio('coalesce(usage.adopted_features, 0)', 'sticky.sticky_features') }}
        end as adoption_rate,
        coalesce(usage.active_days, 0) as active_days,
        coalesce(usage.active_days_before, 0) as active_days_before,
        coalesce(usage.usage_trend, 'none') as usage_trend,
        checkins.score as csm_score,
        {{ dbt.datediff('checkins.checked_in_on', 'customers.read_on', 'day') }}
            as csm_score_age_days,
        case
            when
                checkins.checked_in_on
                >= {{ add_days('customers.read_on', -policy('health_checkin_max_age_days')) }}
                then checkins.score
        end as counting_score,
        coalesce(tickets.open_tickets, 0) as open_tickets,
        coalesce(tickets.tickets_90_days, 0) as tickets_90_days,
        coalesce(tickets.tickets_90_days_before, 0) as tickets_90_days_before,
        coalesce(tickets.ticket_trend, 'none') as ticket_trend,
        tickets.average_satisfaction

    from customers

    left join sticky on customers.month_start = sticky.month_start

    left join usage
        on customers.month_start = usage.month_start
        and customers.customer_id = usage.customer_id

    left join checkins
        on customers.customer_id = checkins.customer_id
        and customers.read_on >= checkins.checked_in_on
        and customers.read_on < checkins.superseded_on

    left join tickets
        on customers.month_start = tickets.month_start
        and customers.customer_id = tickets.customer_id

)

select * from measured
