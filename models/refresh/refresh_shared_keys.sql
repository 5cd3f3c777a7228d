{%- set keys = {'subscription_items': 'subscription_item_id', 'discounts': 'discount_id'} %}

with

owners as (

    select * from {{ ref('refresh_owners') }}

),

shared_owned as (

    select key_hash as shared_key from owners
    group by key_hash
    having count(*) > 1

),

{% for table, id in keys.items() %}
shared_{{ table }} as (

    select {{ key_hash(table, id) }} as shared_key
    from {{ raw(table) }} as {{ table }}
    group by {{ key_hash(table, id) }}
    having
        min({{ key_hash('subscriptions', 'subscription_id') }})
        <> max({{ key_hash('subscriptions', 'subscription_id') }})

),

named_by_{{ table }} as (

    select
        {{ key_hash(table, id) }} as shared_key,
        {{ key_hash('subscriptions', 'subscription_id') }} as key_hash

    from {{ raw(table) }} as {{ table }}

    where {{ key_hash(table, id) }} in (select shared_{{ table }}.shared_key from shared_{{ table }})

),

{% endfor %}
owned as (

    select
        key_hash as shared_key,
        account_id

    from owners

    where key_hash in (select shared_owned.shared_key from shared_owned)

    {% for table in keys %}
    union all

    select
        named.shared_key,
        coalesce(owners.account_id, '') as account_id

    from named_by_{{ table }} as named

    left join owners on named.key_hash = owners.key_hash

    {% endfor %}
),

with_the_first as (

    select
        min(account_id) over (partition by shared_key) as one_account_id,
        account_id as other_account_id

    from owned

),

named_together as (

    select distinct
        one_account_id,
        other_account_id

    from with_the_first

    where one_account_id <> other_account_id

)

select * from named_together
