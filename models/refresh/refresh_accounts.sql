{#- Which build this is decides what is read. -#}
{%- do ref('refresh_build') %}

with recursive

keys as (

    select * from {{ ref('refresh_keys') }}

),

links as ( -- noqa: ST03

    select * from {{ ref('refresh_links') }}

),

{% if is_full_build() %}
reached (account_id) as (

    select distinct account_id from keys

)

{% else %}
changed as (

    select account_id from keys
    where account_id is not null

    union

    select account_id from {{ relation_of('memory_keys') }}
    where
        account_id is not null
        and key_hash in (select keys.key_hash from keys)

    union

    select account_id from {{ relation_of('memory_accounts') }}
    where changes_on <= {{ as_of_date() }}

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
