with

shared_keys as (

    select * from {{ ref('refresh_shared_keys') }}

),

customers as ( -- noqa: ST03

    select * from {{ raw('customers') }} as customers

),

{% if is_full_build() %}
-- A full build computes every account; it needs no links.
linked as (

    select * from shared_keys where 1 = 0

),

{% else %}
families as (

    select * from {{ relation_of('memory_accounts') }}

),

shared_before as ( -- noqa: ST03

    select * from {{ relation_of('memory_links') }}

),

linked as (

    {% for shared in ['shared_keys', 'shared_before'] %}
    select
        one_account_id,
        other_account_id

    from {{ shared }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
    {% for link in ['parent_customer_id', 'merged_into_customer_id'] %}
    union all

    select
        {{ id_text('customer_id') }} as one_account_id,
        {{ id_text(link) }} as other_account_id

    from customers

    where {{ is_filled('customer_id') }} and {{ is_filled(link) }}

    {% endfor %}
    union all

    select
        account_id as one_account_id,
        ultimate_parent_id as other_account_id

    from families

    where account_id <> ultimate_parent_id

),

{% endif %}
both_ways as (

    select
        one_account_id as from_account_id,
        other_account_id as to_account_id

    from linked

    union all

    select
        other_account_id as from_account_id,
        one_account_id as to_account_id

    from linked

)

select * from both_ways
