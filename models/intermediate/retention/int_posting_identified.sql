{#
Grain: one row in all; what identifies the posting of this build. Periods that are read again are
posted again; a posting that is repeated replaces itself.
#}

{{ config(materialized='view') }}

with

build as (

    select * from {{ ref('refresh_build') }}

),

replaced as (

    select * from {{ ref('int_periods_replaced') }}

),

identified as (

    select coalesce(max(replaced.reading_id), max(build.build_id)) as posting_id

    from build

    left join replaced on build.build_id is not null

)

select * from identified
