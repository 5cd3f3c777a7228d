{#
Grain: one row per customer that ever paid; its number in the order of the ids. Empty in a build that
ranks nobody again.
#}

with

periods as (

    select * from {{ ref('int_periods_kept') }}

),

reopened as ( -- noqa: ST03

    select * from {{ ref('int_rankings_reopened') }}

),

customers as (

    select distinct customer_id from periods
    {{ 'where exists (select 1 from reopened)' if not is_full_build() }}

),

numbered as (

    select
        customer_id,
        row_number() over (order by {{ in_byte_order('customer_id') }}) as customer_number

    from customers

)

select * from numbered
