{#
Grain: one row per measure, reporting level, slice, month and place: what was listed, without the
customers computed anew, and these as they are now. Empty in a full build.
#}

{%- set ranking = ['measure', 'reporting_level', 'dimension', 'dimension_value', 'month_start'] %}

with

accounts as ( -- noqa: ST03

    select * from {{ ref('refresh_accounts') }}

),

renewed as (

    select * from {{ ref('int_amounts_renewed') }}

),

{% if not is_full_build() %}
listed as (

    select * from {{ relation_of('int_largest_customers') }}

),

{% endif %}
customers as (

    {% if is_full_build() %}
    select renewed.* from renewed
    where 1 = 0
    {% else %}
    select
        {{ ranking | join(', ') }},
        counted_at,
        customer_id,
        amount,
        last_amount,
        last_customer_id

    from listed

    where customer_id not in (select accounts.account_id from accounts)

    union all

    select renewed.* from renewed
    {% endif %}

),

placed as (

    select
        {{ ranking | join(',\n        ') }},
        counted_at,
        customer_id,
        row_number() over (
            partition by {{ ranking | join(', ') }}
            order by amount desc, {{ in_byte_order('customer_id') }}
        ) as place,
        amount,
        last_amount,
        last_customer_id

    from customers

)

select * from placed
