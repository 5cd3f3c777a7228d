{{ config(materialized='view') }}

with

rates as (

    select * from {{ ref('refresh_rates_hashed') }}

),

raw_plans as (

    select
        {{ id_text('plan_id') }} as plan_id,
        {{ id_text('currency') }} as currency,
        {{ row_hash('plans') }} as hash

    from {{ raw('plans') }} as plans

),

hashed as (

    select
        raw_plans.plan_id,
        sum(raw_plans.hash + coalesce(rates.hash, 0)) as hash

    from raw_plans

    left join rates on raw_plans.currency = rates.currency

    group by raw_plans.plan_id

)

select * from hashed
