{#
Grain: one row per period of MRR that has months to be written in this build: all its months when its
customer is computed anew, else those from `written_from` on, when a new month has begun.
#}

{{ config(materialized='view') }}

{%- set columns = [
    'counted_at', 'customer_id', 'starts_month', 'ends_month', 'cohort_month', 'movement',
    'is_late_renewal', 'opening_mrr', 'mrr', 'mrr_change',
] %}

with

periods as (

    select * from {{ ref('int_periods_kept') }}

),

accounts as (

    select * from {{ ref('refresh_accounts') }}

),

build as (

    select * from {{ ref('refresh_build') }}

),

to_write as (

    select
        periods.{{ columns | join(',\n        periods.') }},
        case
            when build.is_full or accounts.account_id is not null then periods.starts_month
            else build.first_month_to_write
        end as written_from

    from periods

    cross join build

    left join accounts on periods.customer_id = accounts.account_id

)

select * from to_write where written_from is not null and ends_month > written_from
