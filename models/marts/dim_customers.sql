with

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

families as (

    select * from {{ ref('int_families_resolved') }}

),

periods as (

    select * from {{ ref('int_customer_mrr_periods') }}
    where reporting_level = 'customer'

),

histories as (

    select
        customer_id,
        min(cohort_month) as cohort_month,
        min(cohort_mrr) as cohort_mrr,
        {{ add_months('max(case when mrr > 0 then ends_month end)', -1) }} as last_paid_month,
        sum(
            case when ends_month > {{ month_of(as_of_date()) }} then mrr else 0 end
        ) as current_mrr

    from periods

    group by customer_id

),

described as (

    select
        merged.customer_id,
        customers.customer_name,
        customers.parent_customer_id,
        families.ultimate_parent_id,
        merged.surviving_customer_id,
        customers.segment,
        customers.country,
        customers.industry,
        customers.acquisition_channel,
        histories.cohort_month,
        histories.last_paid_month,
        coalesce(customers.is_test, false) as is_test,
        merged.is_inferred,
        coalesce(histories.current_mrr, 0) > 0 as is_active,
        histories.cohort_mrr,
        {{ money('coalesce(histories.current_mrr, 0)') }} as current_mrr

    from merged

    inner join families on merged.customer_id = families.customer_id

    left join customers on merged.customer_id = customers.customer_id

    left join histories on merged.customer_id = histories.customer_id

)

select * from described
