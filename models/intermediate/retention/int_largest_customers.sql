{#
Grain: one row per measure, reporting level, slice, month and place among the slice's ten largest
customers by that measure; of equal ones the smallest customer_id comes first. Rankings that cannot
have changed stay as they were.
#}

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
        contenders.measure,
        contenders.reporting_level,
        contenders.dimension,
        contenders.dimension_value,
        months.month_start,
        contenders.counted_at,
        contenders.customer_id,
        row_number() over (
            partition by
                contenders.measure,
                contenders.reporting_level,
                contenders.dimension,
                contenders.dimension_value,
                months.month_start
            order by contenders.standing desc
        ) as place,
        contenders.amount

    from contenders

    inner join months
        on contenders.starts_month <= months.month_start
        and contenders.ends_month > months.month_start

    {% if not is_full_build() %}
    inner join reopened
        on months.month_start >= reopened.first_month
        and months.month_start <= reopened.last_month
        and contenders.measure = reopened.measure
        and contenders.dimension = reopened.dimension
        and contenders.dimension_value = reopened.dimension_value
    {% endif %}

),

ten_largest as (

    select * from placed where place <= 10
    {% if not is_full_build() %}
    union all
    select ranked.*
    from {{ this }} as ranked
    left join reopened
        on ranked.month_start >= reopened.first_month
        and ranked.month_start <= reopened.last_month
        and ranked.measure = reopened.measure
        and ranked.dimension = reopened.dimension
        and ranked.dimension_value = reopened.dimension_value
    where reopened.measure is null
    {% endif %}

)

select * from ten_largest
