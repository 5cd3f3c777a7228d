{# Grain: one row per plan; its interval factor is billings_per_year / (12 x count). #}

with

plans as (

    select * from {{ ref('stg_billing__plans') }}

),

normalised as (

    select
        plan_id,
        product_id,
        plan_name,
        charge_type,
        billing_interval,
        currency,
        billing_interval_count,
        case billing_interval
            when 'day' then 365
            when 'week' then 52
            when 'month' then 12
            when 'quarter' then 4
            when 'year' then 1
        end as billings_per_year,
        unit_amount

    from plans

)

select * from normalised
