{#- Written once the last build's links were read and it is known whether anything changed. -#}
{%- do ref('refresh_extent') %}

with

shared_keys as (

    select * from {{ ref('refresh_shared_keys') }}

),

remembered as (

    select
        shared_key,
        one_account_id,
        other_account_id

    from shared_keys

)

select * from remembered
