{# Grain: one row per support ticket as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'ticket_id', 'customer_id', 'opened_at', 'closed_at', 'satisfaction',
] %}

with

support_tickets as (

    select * from {{ ref('stg_engagement__support_tickets') }}

),

accounts as (

    select * from {{ ref('refresh_engaged_accounts') }}

),

judged as (

    select
        support_tickets.{{ columns | join(',\n        support_tickets.') }},
        support_tickets.record_key,
        support_tickets.raw_record,
        case
            {{ reading_problems('support_tickets') }}
            when support_tickets.satisfaction not between 1 and 5
                then 'unknown_value: satisfaction is not from 1 to 5'
            when accounts.account_id is null
                then 'orphan: customer_id is named by no customer and no subscription'
            when support_tickets.closed_at < support_tickets.opened_at
                then 'ends_before_start: closed_at is before opened_at'
        end as problem

    from support_tickets

    left join accounts on support_tickets.customer_id = accounts.account_id

),

checked as (

    select
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
