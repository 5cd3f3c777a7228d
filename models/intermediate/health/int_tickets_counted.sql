{# Grain: one row per month and customer that had opened a ticket before it is read. #}

with

customers as (

    select * from {{ ref('int_customers_paying') }}

),

tickets as (

    select * from {{ ref('int_tickets_dated') }}

),

dated as (

    select
        customers.month_start,
        customers.customer_id,
        tickets.closed_on > customers.read_on as is_open,
        tickets.opened_on >= {{ add_days('customers.read_on', -89) }} as is_recent,
        tickets.opened_on >= {{ add_days('customers.read_on', -179) }} as is_of_two_periods,
        case
            when
                tickets.closed_on
                between {{ add_days('customers.read_on', -89) }} and customers.read_on
                then tickets.satisfaction
        end as satisfaction

    from customers

    inner join tickets
        on customers.customer_id = tickets.customer_id
        and customers.read_on >= tickets.opened_on

),

counted as (

    select
        month_start,
        customer_id,
        count(case when is_open then 1 end) as open_tickets,
        count(case when is_recent then 1 end) as tickets_90_days,
        count(case when is_of_two_periods and not is_recent then 1 end) as tickets_90_days_before,
        {{ ratio('sum(satisfaction)', 'count(satisfaction)') }} as average_satisfaction

    from dated

    group by month_start, customer_id

),

compared as (

    select
        month_start,
        customer_id,
        open_tickets,
        tickets_90_days,
        tickets_90_days_before,
        {{ trend('tickets_90_days', 'tickets_90_days_before') }} as ticket_trend,
        average_satisfaction

    from counted

)

select * from compared
