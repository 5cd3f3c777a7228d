{%- set parsed = {
    'checked_in_at': as_instant('checked_in_at'),
    'updated_at': as_instant('updated_at'),
} %}

with

delivered_last as (

    {{ latest_delivery('csm_checkins', parsed) }}

),

read as (

    select
        {{ as_text('checkin_id') }} as checkin_id,
        {{ as_text('customer_id') }} as customer_id,
        {{ parsed.checked_in_at }} as checked_in_at,
        {{ as_text('score') }} as score,
        {{ as_text('note') }} as note,
        {{ parsed.updated_at }} as updated_at,
        {{ quarantine_columns('csm_checkins', parsed, ['checked_in_at']) }}

    from delivered_last as raw_csm_checkins

)

select * from read
