{%- set keys = {'subscription_items': 'subscription_item_id', 'discounts': 'discount_id'} %}

with

owners as (

    select * from {{ ref('refresh_owners') }}

),

shared_subscriptions as (

    select {{ key_hash('subscription_id') }} as shared_key from owners
    group by {{ key_hash('subscription_id') }}
    having count(*) > 1

),

{% for table, id in keys.items() %}
shared_{{ table }} as (

    select {{ key_hash(id) }} as shared_key
    from {{ raw(table) }} as {{ table }}
    group by {{ key_hash(id) }}
    having min({{ key_hash('subscription_id') }}) <> max({{ key_hash('subscription_id') }})

),

{% endfor %}
owned as (

    select
        'subscriptions' as raw_table,
        shared_subscriptions.shared_key,
        owners.account_id

    from shared_subscriptions

    inner join owners
        on shared_subscriptions.shared_key = {{ key_hash('owners.subscription_id') }}

    {% for table, id in keys.items() %}
    union all

    select
        '{{ table }}' as raw_table,
        shared_{{ table }}.shared_key,
        coalesce(owners.account_id, '') as account_id

    from shared_{{ table }}

    inner join {{ raw(table) }} as {{ table }}
        on shared_{{ table }}.shared_key = {{ key_hash(table ~ '.' ~ id) }}

    left join owners on {{ id_text(table ~ '.subscription_id') }} = owners.subscription_id

    {% endfor %}
),

named_together as (

    select distinct
        min(account_id) over (partition by raw_table, shared_key) as one_account_id,
        account_id as other_account_id

    from owned

)

select * from named_together
