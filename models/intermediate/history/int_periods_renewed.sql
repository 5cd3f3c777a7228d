{#
Grain: one row per period of MRR of the customers computed anew, as it is now. After a full build that
is all that is kept: it need not be described once more.
#}

{{ config(materialized='view') }}

with

kept as ( -- noqa: ST03

    select * from {{ ref('int_periods_kept') }}

),

described as ( -- noqa: ST03

    select * from {{ ref('int_periods_described') }}

),

renewed as (

    select * from {{ 'kept' if is_full_build() else 'described' }}

)

select * from renewed -- noqa: AM04
