{# Grain: one row per pause as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'subscription_id', 'paused_at', 'resumed_at',
] %}

with

pauses as (

    select * from {{ ref('stg_billing__subscription_pauses') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions_checked') }}

),

judged as (

    select
        coalesce(subscriptions.account_id, '') as account_id,
        pauses.{{ columns | join(',\n        pauses.') }},
        pauses.record_key,
        pauses.raw_record,
        case
            {{ reading_problems('pauses') }}
            when subscriptions.subscription_id is null or subscriptions.problem is not null
                then 'orphan: subscription_id has no usable row'
            when pauses.resumed_at < pauses.paused_at
                then 'ends_before_start: resumed_at is before paused_at'
        end as problem

    from pauses

    left join subscriptions on pauses.subscription_id = subscriptions.subscription_id

),

checked as (

    select
        account_id,
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
