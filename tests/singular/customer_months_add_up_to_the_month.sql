{% set movements = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] %}

with

customer_months as (

    select
        reporting_level,
        month_start,
        {% for movement in movements %}
        sum(case when movement = '{{ movement }}' then mrr_change else 0 end)
            as {{ movement }}_mrr,
        sum(case when movement = '{{ movement }}' then 1 else 0 end)
            as {{ movement }}_customers,
        {% endfor %}
        sum(case when opening_mrr > 0 then 1 else 0 end) as opening_customers,
        sum(case when closing_mrr > 0 then 1 else 0 end) as closing_customers,
        sum(opening_mrr) as opening_mrr,
        sum(closing_mrr) as closing_mrr

    from {{ ref('fct_customer_months') }}

    group by reporting_level, month_start

)

select
    months.reporting_level,
    months.month_start

from {{ ref('metrics_mrr_monthly') }} as months

left join customer_months
    on months.reporting_level = customer_months.reporting_level
    and months.month_start = customer_months.month_start

where
    {% for movement in movements %}
    months.{{ movement }}_mrr <> coalesce(customer_months.{{ movement }}_mrr, 0)
    or {% endfor %}
    months.opening_mrr <> coalesce(customer_months.opening_mrr, 0)
    or months.closing_mrr <> coalesce(customer_months.closing_mrr, 0)
    or months.opening_customers <> coalesce(customer_months.opening_customers, 0)
    or months.closing_customers <> coalesce(customer_months.closing_customers, 0)
    or months.new_customers <> coalesce(customer_months.new_customers, 0)
    or months.reactivated_customers <> coalesce(customer_months.reactivation_customers, 0)
    or months.churned_customers <> coalesce(customer_months.churn_customers, 0)
