{#
Grain: one row per measure, reporting level, slice, month and place among the slice's largest
customers by that measure; of the rankings that this build makes from nothing.
#}

{{ config(materialized='view') }}

{%- set ranking = ['measure', 'reporting_level', 'dimension', 'dimension_value', 'month_start'] %}

with

contenders as (

    select * from {{ ref('int_ranking_contenders') }}

),

months as (

    select * from {{ ref('int_months') }}

),

reopened as ( -- noqa: ST03

    select * from {{ ref('int_rankings_reopened') }}

),

placed as (

    select
        {% for column in ranking if column != 'month_start' %}
        contenders.{{ column }},
        {% endfor %}
        months.month_start,
        contenders.counted_at,
        contenders.customer_id,
        row_number() over (
            partition by
                contenders.{{ ranking[:-1] | join(',\n                contenders.') }},
                months.month_start
            order by contenders.standing desc
        ) as place,
        contenders.amount,
        {{ money('null') }} as last_amount,
        cast(null as text) as last_customer_id

    from contenders

    inner join months
        on contenders.starts_month <= months.month_start
        and contenders.ends_month > months.month_start

    {% if not is_full_build() %}
    inner join reopened
        on months.month_start >= reopened.first_month
        and months.month_start <= reopened.last_month
        {% for column in ['measure', 'dimension', 'dimension_value'] %}
        and contenders.{{ column }} = reopened.{{ column }}
        {% endfor %}
    {% endif %}

)

select * from placed where place <= {{ listed_places() }}
