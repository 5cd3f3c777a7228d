{#
Grain: one row per measure, reporting level, slice, month and place among the slice's largest
customers by that measure, ten and a reserve; of equal ones the smallest customer_id comes first.
#}

{%- set keys = ['measure', 'reporting_level', 'dimension', 'dimension_value', 'month_start'] %}
{%- set last_place = 'case when place = ' ~ listed_places() ~ ' then' %}

with

made as (

    select * from {{ ref('int_rankings_made') }}

),

carried as (

    select * from {{ ref('int_rankings_carried') }}

),

reopened as (

    select * from {{ ref('int_rankings_reopened') }}

),

rankings as (

    select * from made

    union all

    select carried.*

    from carried

    left join reopened
        on carried.month_start >= reopened.first_month
        and carried.month_start <= reopened.last_month
        and carried.measure = reopened.measure
        and carried.dimension = reopened.dimension
        and carried.dimension_value = reopened.dimension_value

    where reopened.measure is null

),

listed as (

    select
        {{ (keys + ['counted_at', 'customer_id', 'place', 'amount']) | join(',\n        ') }},
        coalesce(max({{ last_place }} amount end) over ranking, last_amount) as last_amount,
        coalesce(
            max({{ last_place }} customer_id end) over ranking, last_customer_id
        ) as last_customer_id

    from rankings

    window ranking as (partition by {{ keys | join(', ') }})

)

select * from listed where place <= {{ listed_places() }}
