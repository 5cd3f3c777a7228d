{# Grain: one row per discount that reduces MRR while it runs. #}

with

discounts as (

    select * from {{ ref('int_discounts_checked') }}
    where problem is null

),

running as (

    select
        discount_id,
        subscription_id,
        subscription_item_id,
        currency,
        {{ reporting_date('starts_at') }} as starts_on,
        coalesce({{ reporting_date('ends_at') }}, {{ open_end() }}) as ends_on,
        percent_off,
        amount_off

    from discounts

    where duration in ({{ discount_durations() }})

)

select * from running where starts_on < ends_on
