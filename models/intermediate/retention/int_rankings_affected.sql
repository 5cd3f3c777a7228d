{#
Grain: one row per reason to rank a slice again, of a measure, reporting level and month: its ten
largest may be others than in the last build. Empty in a full build, which ranks everybody.
#}

{{ config(materialized='view') }}

{%- set ranking = ['measure', 'dimension', 'dimension_value', 'reporting_level', 'month_start'] %}

with

accounts as ( -- noqa: ST03

    select * from {{ ref('refresh_accounts') }}

),

build as ( -- noqa: ST03

    select * from {{ ref('refresh_build') }}

),

renewed as (

    select * from {{ ref('int_amounts_renewed') }}

),

months as ( -- noqa: ST03

    select * from {{ ref('int_months') }}

),

slices as ( -- noqa: ST03

    select * from {{ ref('int_slices') }}

),

{% if is_full_build() %}
affected as (

    select {{ ranking | join(', ') }} from renewed
    where 1 = 0

)

{% else %}
ranked as (

    select * from {{ relation_of('int_largest_customers') }}

),

affected as (

    -- It was among the ten largest, or may be now.
    select {{ ranking | join(', ') }} from ranked
    where customer_id in (select accounts.account_id from accounts)

    union all

    select renewed.{{ ranking | join(', renewed.') }}

    from renewed

    left join ranked
        on ranked.place = 10
        {% for column in ranking %}
        and renewed.{{ column }} = ranked.{{ column }}
        {% endfor %}

    where coalesce(renewed.amount >= ranked.amount, true)

    union all

    -- A month has begun.
    {% for measure in ['starting_mrr', 'expansion_mrr'] %}
    select
        '{{ measure }}' as measure,
        slices.dimension,
        slices.dimension_value,
        slices.reporting_level,
        months.month_start

    from slices

    cross join build

    inner join months on build.first_month_to_write <= months.month_start

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

{% endif %}
select * from affected
