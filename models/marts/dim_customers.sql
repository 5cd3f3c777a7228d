{{ config(materialized='incremental', unique_key=['customer_id']) }}

{%- set columns = [
    'customer_id', 'customer_name', 'parent_customer_id', 'ultimate_parent_id',
    'surviving_customer_id', 'segment', 'country', 'industry', 'acquisition_channel',
    'cohort_month', 'last_paid_month', 'is_test', 'is_inferred', 'is_active', 'cohort_mrr',
    'current_mrr',
] %}

with

accounts as ( -- noqa: ST03

    select * from {{ ref('refresh_accounts') }}

),

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

histories as (

    select * from {{ ref('int_customer_histories') }}

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

    {% if is_incremental() %}
    union all

    -- Who stays as before has paid in the months that began since then, too.
    select
        {% for column in columns %}
        {{ month_of(as_of_date()) ~ ' as ' if column == 'last_paid_month' }}{{ column }}{{ ',' if not loop.last }}
        {% endfor %}

    from {{ this }}

    where
        is_active
        and last_paid_month < {{ month_of(as_of_date()) }}
        and customer_id not in (select accounts.account_id from accounts)
    {% endif %}

)

select * from described
