{# Grain: one row per customer of which anything is known beside what it pays, and since when. #}

with

usage as (

    select
        customer_id,
        min(usage_date) as uses_since

    from {{ ref('int_usage_days') }}

    group by customer_id

),

checkins as (

    select * from {{ ref('int_checkins_dated') }}

),

tickets as (

    select * from {{ ref('int_tickets_dated') }}

),

events as (

    select customer_id, uses_since as happened_on, uses_since from usage
    union all
    select customer_id, checked_in_on as happened_on, null as uses_since from checkins
    union all
    select customer_id, opened_on as happened_on, null as uses_since from tickets

),

known as (

    select
        customer_id,
        min(happened_on) as known_since,
        min(uses_since) as uses_since

    from events

    group by customer_id

)

select * from known
