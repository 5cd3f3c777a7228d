{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='key_hash'
) }}

{#- Written once the last build's keys were read and it is known whether anything changed. -#}
{%- do [ref('refresh_subscriptions'), ref('refresh_extent')] %}

with

keys as (

    select * from {{ ref('refresh_keys') }}

),

remembered as (

    select
        key_hash,
        fingerprint,
        account_id

    from keys

)

select * from remembered
