{# Grain: one row per support ticket, with the days on which it was opened and closed. #}

with

tickets as (

    select * from {{ ref('int_support_tickets_checked') }}
    where problem is null

),

merged as (

    select * from {{ ref('int_merges_kept') }}

),

dated as (

    select
        coalesce(merged.surviving_customer_id, tickets.customer_id) as customer_id,
        {{ reporting_date('tickets.opened_at') }} as opened_on,
        coalesce({{ reporting_date('tickets.closed_at') }}, {{ open_end() }}) as closed_on,
        tickets.satisfaction

    from tickets

    left join merged on tickets.customer_id = merged.account_id

)

select * from dated
