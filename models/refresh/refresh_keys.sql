{#- Which build this is decides what is compared. -#}
{%- do ref('refresh_build') %}
{%- do check_is_deciding() if execute %}

with

owners as (

    select * from {{ ref('refresh_owners') }}

),

present as (

    select
        key_hash,
        sum(hash) as fingerprint

    from {{ ref('refresh_rows_hashed') }}

    group by key_hash

),

{% if is_full_build() %}
changed as (

    select * from present

),

{% else %}
remembered as (

    select * from {{ relation_of('memory_keys') }}

),

changed as (

    select distinct
        coalesce(present.key_hash, remembered.key_hash) as key_hash,
        present.fingerprint

    from present

    full outer join remembered on present.key_hash = remembered.key_hash

    where present.fingerprint is distinct from remembered.fingerprint

),

{% endif %}
owners_of_changed as (

    select distinct
        key_hash,
        account_id

    from owners

    where key_hash in (select changed.key_hash from changed)

),

keys as (

    select
        changed.key_hash,
        changed.fingerprint,
        case when changed.fingerprint is not null then coalesce(owned.account_id, '') end
            as account_id

    from changed

    left join owners_of_changed as owned on changed.key_hash = owned.key_hash

)

select * from keys
