{#
Grain: one row per measure, reporting level, slice, month and customer that this build computed anew;
its amount.
#}

{{ config(materialized='view') }}

{%- set columns = ['month_start', 'counted_at', 'customer_id', 'amount'] %}

with

accounts as (

    select * from {{ ref('refresh_accounts') }}

),

amounts as (

    select * from {{ ref('int_yearly_amounts') }}
    where customer_id in (select accounts.account_id from accounts)

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

months as (

    select * from {{ ref('int_months') }}

),

monthly as (

    select
        amounts.measure,
        'total' as total,
        {% for dimension in policy('customer_dimensions') %}
        amounts.{{ dimension }},
        {% endfor %}
        levels_shown.reporting_level,
        months.month_start,
        amounts.counted_at,
        amounts.customer_id,
        amounts.amount

    from amounts

    inner join levels_shown on amounts.counted_at = levels_shown.counted_at

    inner join months
        on amounts.starts_month <= months.month_start
        and amounts.ends_month > months.month_start

),

sliced as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        measure,
        reporting_level,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        {{ columns | join(', ') }}

    from monthly

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from sliced
