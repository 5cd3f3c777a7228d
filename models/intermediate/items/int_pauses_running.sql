{# Grain: one row per pause that lasts over the end of some day. #}

with

subscription_pauses as (

    select * from {{ ref('int_subscription_pauses_checked') }}
    where problem is null

),

running as (

    select
        subscription_id,
        {{ reporting_date('paused_at') }} as starts_on,
        coalesce({{ reporting_date('resumed_at') }}, {{ open_end() }}) as ends_on

    from subscription_pauses

)

select * from running where starts_on < ends_on and '{{ policy('paused_mrr') }}' = 'zero'
