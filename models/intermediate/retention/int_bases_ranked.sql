{#
Grain: one row per reporting level, slice, month and customer who paid twelve months before; its MRR
at both ends of that year, and its rank among the slice's customers by size and by growth.
#}

{{ config(materialized='view') }}

with

windows as (

    select * from {{ ref('int_retention_windows') }}
    where window_months = 12

),

months as (

    select * from {{ ref('int_months') }}

),

customers as (

    select * from {{ ref('int_customers_checked') }}
    where problem is null

),

spread_over_months as (

    select
        windows.reporting_level,
        'total' as total,
        {% for dimension in policy('customer_dimensions') %}
        coalesce(customers.{{ dimension }}, 'unknown') as {{ dimension }},
        {% endfor %}
        months.month_start,
        windows.customer_id,
        windows.starting_mrr,
        windows.ending_mrr,
        {{ money('greatest(windows.ending_mrr - windows.starting_mrr, 0)') }} as expansion_mrr

    from windows

    inner join months
        on windows.starts_month <= months.month_start
        and windows.ends_month > months.month_start

    left join customers on windows.customer_id = customers.customer_id

),

sliced as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        reporting_level,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        month_start,
        customer_id,
        starting_mrr,
        ending_mrr,
        expansion_mrr

    from spread_over_months

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

ranked as (

    select
        reporting_level,
        dimension,
        dimension_value,
        month_start,
        customer_id,
        starting_mrr,
        ending_mrr,
        expansion_mrr,
        row_number() over (
            partition by reporting_level, dimension, dimension_value, month_start
            order by starting_mrr desc, {{ in_byte_order('customer_id') }} asc
        ) as rank_by_starting_mrr,
        row_number() over (
            partition by reporting_level, dimension, dimension_value, month_start
            order by expansion_mrr desc, {{ in_byte_order('customer_id') }} asc
        ) as rank_by_expansion_mrr

    from sliced

)

select * from ranked
