{#
Grain: one row per measure, slice, reporting level and month; the highest amount of a customer that
this build computed anew.
#}

{{ config(materialized='view') }}

{%- set columns = ['measure', 'reporting_level', 'month_start'] %}

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
        amounts.amount

    from amounts

    inner join levels_shown on amounts.counted_at = levels_shown.counted_at

    inner join months
        on amounts.starts_month <= months.month_start
        and amounts.ends_month > months.month_start

),

renewed as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        {{ columns | join(',\n        ') }},
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        max(amount) as amount

    from monthly

    group by {{ columns | join(', ') }}, {{ dimension }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from renewed
