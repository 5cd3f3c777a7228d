{#
Grain: one row per measure, reporting level, slice, month and customer computed anew that stands high
enough for what the last build listed.
#}

{{ config(materialized='view') }}

{%- set ranking = ['measure', 'reporting_level', 'dimension', 'dimension_value', 'month_start'] %}

with

monthly as (

    select * from {{ ref('int_amounts_monthly') }}

),

renewed as (

    select
        monthly.*,
        {{ money('null') if is_full_build() else 'listed.last_amount' }} as last_amount,
        {{ 'cast(null as text)' if is_full_build() else 'listed.last_customer_id' }}
            as last_customer_id

    from monthly

    {% if not is_full_build() %}
    left join {{ relation_of('int_largest_customers') }} as listed
        on listed.place = 1
        {% for column in ranking %}
        and monthly.{{ column }} = listed.{{ column }}
        {% endfor %}

    where
        listed.last_amount is null
        or monthly.amount > listed.last_amount
        or monthly.amount = listed.last_amount
        and {{ in_byte_order('monthly.customer_id') }}
        <= {{ in_byte_order('listed.last_customer_id') }}
    {% endif %}

)

select * from renewed -- noqa: AM04
