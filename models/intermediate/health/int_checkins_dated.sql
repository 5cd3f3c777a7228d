{# Grain: one row per check-in; it is the latest of its customer until the next one. #}

with

checkins as (

    select * from {{ ref('int_csm_checkins_checked') }}
    where problem is null

),

merged as (

    select * from {{ ref('int_merges_kept') }}

),

of_customers as (

    select
        coalesce(merged.surviving_customer_id, checkins.customer_id) as customer_id,
        {{ reporting_date('checkins.checked_in_at') }} as checked_in_on,
        checkins.score,
        checkins.checked_in_at,
        checkins.checkin_id

    from checkins

    left join merged on checkins.customer_id = merged.account_id

),

dated as (

    select
        customer_id,
        checked_in_on,
        coalesce(
            lead(checked_in_on) over (
                partition by customer_id
                order by checked_in_at, {{ in_byte_order('checkin_id') }}
            ),
            {{ open_end() }}
        ) as superseded_on,
        score

    from of_customers

)

select * from dated
