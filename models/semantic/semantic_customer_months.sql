with

months as (

    select * from {{ ref('int_months') }}

),

customer_months as (

    select * from {{ ref('fct_customer_months') }}

),

customers as (

    select
        reporting_level,
        customer_id,
        cohort_month,
        closing_mrr as cohort_mrr

    from customer_months

    where month_start = cohort_month

),

every_month as (

    select
        customers.reporting_level,
        customers.customer_id,
        months.month_start,
        customers.cohort_month,
        customers.cohort_mrr,
        months.is_complete_month,
        coalesce(customer_months.movement, 'unchanged') as movement,
        coalesce(customer_months.closing_mrr, {{ money(0) }}) as closing_mrr,
        coalesce(customer_months.mrr_change, {{ money(0) }}) as mrr_change

    from customers

    inner join months on customers.cohort_month <= months.month_start

    left join customer_months
        on customers.reporting_level = customer_months.reporting_level
        and customers.customer_id = customer_months.customer_id
        and months.month_start = customer_months.month_start

)

select * from every_month
