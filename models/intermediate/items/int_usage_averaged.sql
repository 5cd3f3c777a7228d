{#
Grain: one row per metered item, currency and month; what its usage is worth in MRR. The open month
is worth what the last complete one is.
#}

{%- set months_averaged = {'none': 0, 'last_month': 1, 'average_3_months': 3}[
    policy('usage_in_mrr')
] %}

with

charges as (

    select * from {{ ref('int_usage_charges_checked') }}
    where problem is null

),

counted_in_months as (

    {% for months_later in range(3) %}
    select
        subscription_item_id,
        currency,
        {{ add_months(month_of('usage_month'), months_later) }} as month_start,
        amount

    from charges

    where {{ months_later }} < {{ months_averaged }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

averaged as (

    select
        subscription_item_id,
        currency,
        month_start,
        {{ from_millionths(rounded_division(
            millionths('sum(amount)'), [months_averaged, 1] | max
        )) }} as amount

    from counted_in_months

    where month_start < {{ month_of(as_of_date()) }}

    group by subscription_item_id, currency, month_start

),

with_open_month as (

    select * from averaged

    union all

    select
        subscription_item_id,
        currency,
        {{ month_of(as_of_date()) }} as month_start,
        amount

    from averaged

    where month_start = {{ add_months(month_of(as_of_date()), -1) }}

)

select * from with_open_month
