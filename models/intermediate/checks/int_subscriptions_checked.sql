{# Grain: one row per subscription as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'subscription_id', 'customer_id', 'status', 'started_at', 'trial_starts_at', 'trial_ends_at',
    'cancel_requested_at', 'ended_at', 'end_reason', 'updated_at',
] %}

with

subscriptions as (

    select * from {{ ref('stg_billing__subscriptions') }}

),

judged as (

    select
        coalesce(subscriptions.customer_id, '') as account_id,
        subscriptions.{{ columns | join(',\n        subscriptions.') }},
        subscriptions.record_key,
        subscriptions.raw_record,
        case
            {{ reading_problems('subscriptions') }}
            when subscriptions.customer_id is null then 'orphan: customer_id is empty'
            when subscriptions.ended_at < subscriptions.started_at
                then 'ends_before_start: ended_at is before started_at'
            when subscriptions.trial_ends_at < subscriptions.trial_starts_at
                then 'ends_before_start: trial_ends_at is before trial_starts_at'
        end as problem

    from subscriptions

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
