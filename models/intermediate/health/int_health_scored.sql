{# Grain: one row per month and known customer that pays in it: its health, and why. #}

{%- set measures = [
    'adopted_features', 'sticky_features', 'adoption_rate', 'active_days', 'active_days_before',
    'usage_trend', 'csm_score', 'csm_score_age_days', 'open_tickets', 'tickets_90_days',
    'tickets_90_days_before', 'ticket_trend', 'average_satisfaction',
] %}

with

measured as (

    select * from {{ ref('int_health_measured') }}

),

scored as (

    select
        month_start,
        customer_id,
        mrr,
        next_mrr,
        case
            when
                adoption_rate < {{ policy('health_red_adoption') }}
                or counting_score = 'red'
                or open_tickets >= {{ policy('health_red_open_tickets') }}
                then 'red'
            when
                adoption_rate < {{ policy('health_yellow_adoption') }}
                or usage_trend = 'shrinking'
                or counting_score = 'yellow'
                or open_tickets >= {{ policy('health_yellow_open_tickets') }}
                then 'yellow'
            else 'green'
        end as health,
        nullif(concat_ws(
            '; ',
            case
                when adoption_rate < {{ policy('health_yellow_adoption') }}
                    then
                        'uses ' || adopted_features || ' of ' || sticky_features
                        || ' sticky features'
            end,
            case
                when usage_trend = 'shrinking'
                    then
                        'active on ' || active_days
                        || case active_days when 1 then ' day, ' else ' days, ' end
                        || active_days_before || ' before'
            end,
            case
                when counting_score in ('red', 'yellow') then 'check-in is ' || counting_score
            end,
            case
                when open_tickets >= {{ policy('health_yellow_open_tickets') }}
                    then open_tickets || case open_tickets
                        when 1 then ' open ticket' else ' open tickets'
                    end
            end
        ), '') as reasons,
        {{ measures | join(',\n        ') }}

    from measured

)

select * from scored
