{%- set parsed = {
    'opened_at': as_instant('opened_at'),
    'closed_at': as_instant('closed_at'),
    'satisfaction': as_number('satisfaction'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('support_tickets', parsed) }}

),

read as (

    select
        {{ as_text('ticket_id') }} as ticket_id,
        {{ as_text('customer_id') }} as customer_id,
        {{ parsed.opened_at }} as opened_at,
        {{ parsed.closed_at }} as closed_at,
        {{ parsed.satisfaction }} as satisfaction,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('support_tickets', parsed, ['opened_at']) }}

    from delivered_last as raw_support_tickets

)

select * from read
