with

owners as (

    select * from {{ ref('refresh_owners') }}

),

{% for table, id in {
    'subscription_items': 'subscription_item_id', 'discounts': 'discount_id'
}.items() %}
shared_{{ table }} as (

    select {{ id_text(id) }} as shared_id
    from {{ raw(table) }} as {{ table }}
    group by {{ id_text(id) }}
    having min({{ id_text('subscription_id') }}) <> max({{ id_text('subscription_id') }})

),

{% endfor %}
owned as (

    select
        subscription_id as shared_id,
        account_id

    from owners

    {% for table, id in {
        'subscription_items': 'subscription_item_id', 'discounts': 'discount_id'
    }.items() %}
    union all

    select
        '{{ table }} ' || shared_{{ table }}.shared_id as shared_id,
        coalesce(owners.account_id, '') as account_id

    from shared_{{ table }}

    inner join {{ raw(table) }} as {{ table }}
        on shared_{{ table }}.shared_id = {{ id_text(table ~ '.' ~ id) }}

    left join owners on {{ id_text(table ~ '.subscription_id') }} = owners.subscription_id

    {% endfor %}
),

shared as (

    select
        shared_id,
        min(account_id) as one_account_id

    from owned

    group by shared_id

    having min(account_id) <> max(account_id)

),

named_together as (

    select
        shared.one_account_id,
        owned.account_id as other_account_id

    from owned

    inner join shared on owned.shared_id = shared.shared_id

)

select * from named_together
