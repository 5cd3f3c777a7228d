{#
Grain: one row per period of MRR that `int_periods_kept` held, before this build, of the customers
computed anew. Read before that model is built; empty in a full build. A reading has an id.
#}

{%- set columns = [
    'counted_at', 'customer_id', 'starts_month', 'ends_month', 'cohort_month', 'movement',
] + policy('customer_dimensions') + [
    'is_late_renewal', 'opening_mrr', 'mrr', 'mrr_change', 'cohort_mrr',
] %}

with

accounts as ( -- noqa: ST03

    select * from {{ ref('refresh_accounts') }}

),

replaced as (

    select
        '{{ invocation_id }}' as reading_id,
        {{ columns | join(',\n        ') }}

    {% if is_full_build() %}
    from {{ ref('int_periods_described') }}

    where 1 = 0
    {% else %}
    from {{ relation_of('int_periods_kept') }}

    where customer_id in (select accounts.account_id from accounts)
    {% endif %}

)

select * from replaced
