{%- set memory = relation_of('memory_accounts') if execute %}

{#- Which build this is decides what is read. -#}
{%- do ref('refresh_build') %}

with recursive

fingerprints as (

    select * from {{ ref('refresh_fingerprints') }}

),

links as ( -- noqa: ST03

    select * from {{ ref('refresh_links') }}

),

{% if is_full_build() %}
reached (account_id) as (

    select account_id from fingerprints

)

{% else %}
remembered as (

    select * from {{ memory }}

),

changed as (

    select coalesce(fingerprints.account_id, remembered.account_id) as account_id

    from fingerprints

    full outer join remembered on fingerprints.account_id = remembered.account_id

    where
        fingerprints.account_id is null
        or remembered.account_id is null
        or fingerprints.fingerprint <> remembered.fingerprint
        or remembered.changes_on <= {{ as_of_date() }}

),

reached (account_id) as (

    select account_id from changed

    union

    select links.to_account_id

    from reached

    inner join links on reached.account_id = links.from_account_id

)

{% endif %}
select * from reached
