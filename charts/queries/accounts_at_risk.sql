-- Which customers are likely to leave, and what are they worth?
select
    customer_id,
    customer_name,
    health,
    reasons,
    current_mrr,
    renewal_date,
    adopted_features,
    sticky_features,
    usage_trend,
    csm_score,
    csm_score_age_days,
    open_tickets,
    ticket_trend

from {{ ref('dim_account_health') }}

where health in ('red', 'yellow')

order by current_mrr desc, customer_id asc
