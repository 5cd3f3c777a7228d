{# Grain: one row per check-in as delivered last; `problem` is why it is not used, or null. #}

{%- set columns = [
    'checkin_id', 'customer_id', 'checked_in_at', 'score', 'note',
] %}

with

csm_checkins as (

    select * from {{ ref('stg_engagement__csm_checkins') }}

),

accounts as (

    select * from {{ ref('refresh_engaged_accounts') }}

),

judged as (

    select
        csm_checkins.{{ columns | join(',\n        csm_checkins.') }},
        csm_checkins.record_key,
        csm_checkins.raw_record,
        case
            {{ reading_problems('csm_checkins') }}
            when csm_checkins.score is null then 'unknown_value: score is empty'
            when csm_checkins.score not in ('green', 'yellow', 'red')
                then 'unknown_value: score is ' || csm_checkins.score
            when accounts.account_id is null
                then 'orphan: customer_id is named by no customer and no subscription'
        end as problem

    from csm_checkins

    left join accounts on csm_checkins.customer_id = accounts.account_id

),

checked as (

    select
        {{ columns | join(',\n        ') }},
        problem,
        case when problem is not null then record_key end as record_key,
        case when problem is not null then raw_record end as raw_record

    from judged

)

select * from checked
