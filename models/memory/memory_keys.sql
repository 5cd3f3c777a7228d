{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='key_hash'
) }}

{#- Written once it is known whether anything changed. -#}
{%- do ref('refresh_extent') %}

with

keys as (

    select * from {{ ref('refresh_keys') }}

)

select * from keys
