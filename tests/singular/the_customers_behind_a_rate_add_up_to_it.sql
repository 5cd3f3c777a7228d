{# Ranking the customers of a base neither loses nor doubles one of them. #}
with

customers as (

    select
        reporting_level,
        dimension,
        dimension_value,
        month_start,
        count(*) as starting_customers,
        sum(case when ending_mrr = 0 then 1 else 0 end) as churned_customers,
        sum(starting_mrr) as starting_mrr,
        sum(expansion_mrr) as expansion_mrr,
        sum(ending_mrr) as ending_mrr,
        max(rank_by_starting_mrr) as last_by_starting_mrr,
        max(rank_by_expansion_mrr) as last_by_expansion_mrr

    from {{ ref('int_bases_ranked') }}

    group by reporting_level, dimension, dimension_value, month_start

),

rated as (

    select * from {{ ref('int_retention_rated') }}
    where window_months = 12

)

select
    coalesce(rated.reporting_level, customers.reporting_level) as reporting_level,
    coalesce(rated.dimension, customers.dimension) as dimension,
    coalesce(rated.dimension_value, customers.dimension_value) as dimension_value,
    coalesce(rated.month_start, customers.month_start) as month_start

from rated

full outer join customers
    on rated.reporting_level = customers.reporting_level
    and rated.dimension = customers.dimension
    and rated.dimension_value = customers.dimension_value
    and rated.month_start = customers.month_start

where
    rated.month_start is null
    or rated.starting_customers <> coalesce(customers.starting_customers, 0)
    or rated.churned_customers <> coalesce(customers.churned_customers, 0)
    or rated.starting_mrr <> coalesce(customers.starting_mrr, 0)
    or rated.expansion_mrr <> coalesce(customers.expansion_mrr, 0)
    or rated.ending_mrr <> coalesce(customers.ending_mrr, 0)
    or rated.starting_customers <> coalesce(customers.last_by_starting_mrr, 0)
    or rated.starting_customers <> coalesce(customers.last_by_expansion_mrr, 0)
