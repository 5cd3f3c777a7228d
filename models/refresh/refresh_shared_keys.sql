{#- What is shared now was shared before, or is named by rows that changed. -#}
{%- set subscription = key_hash('subscriptions', 'subscription_id') %}
{%- set ids = {'subscription_items': 'subscription_item_id', 'discounts': 'discount_id'} %}

with

keys as ( -- noqa: ST03

    select * from {{ ref('refresh_keys') }}

),

owners as (

    select * from {{ ref('refresh_owners') }}

),

{% for table, id in ids.items() %}
perhaps_{{ table }} as (

    {% if is_full_build() %}
    select {{ key_hash(table, id) }} as shared_key
    from {{ raw(table) }} as {{ table }}
    where {{ is_filled(id) }}
    group by {{ key_hash(table, id) }}
    having min({{ subscription }}) <> max({{ subscription }})
    {% else %}
    select {{ key_hash(table, id) }} as shared_key
    from {{ raw(table) }} as {{ table }}
    where
        {{ is_filled(id) }}
        and {{ subscription }} in (select keys.key_hash from keys)
    union all
    select shared_key from {{ relation_of('memory_links') }}
    {% endif %}

),

{% endfor %}
perhaps_subscriptions as (

    {% if is_full_build() %}
    select key_hash as shared_key from owners
    group by key_hash
    having count(*) > 1
    {% else %}
    select key_hash as shared_key from keys
    union all
    select shared_key from {{ relation_of('memory_links') }}
    {% endif %}

),

owned as (

    select
        key_hash as shared_key,
        account_id

    from owners

    where key_hash in (select named.shared_key from perhaps_subscriptions as named)

    {% for table, id in ids.items() %}
    union all

    select
        {{ key_hash(table, id) }} as shared_key,
        coalesce(owners.account_id, '') as account_id

    from {{ raw(table) }} as {{ table }}

    left join owners
        on {{ key_hash('subscriptions', table ~ '.subscription_id') }} = owners.key_hash

    where {{ key_hash(table, id) }} in (select named.shared_key from perhaps_{{ table }} as named)

    {% endfor %}
),

with_the_first as (

    select
        shared_key,
        min(account_id) over (partition by shared_key) as one_account_id,
        account_id as other_account_id

    from owned

),

shared as (

    select distinct * from with_the_first
    where one_account_id <> other_account_id

)

select * from shared
