with

rows_hashed as (

    select * from {{ ref('refresh_rows_hashed') }}

),

owners as (

    select * from {{ ref('refresh_owners') }}

),

rows_of_accounts as (

    select
        coalesce(owners.account_id, '') as account_id,
        rows_hashed.hash

    from rows_hashed

    left join owners on rows_hashed.subscription_id = owners.subscription_id

    union all

    select
        {{ id_text('customer_id') }} as account_id,
        {{ row_hash('customers') }} as hash

    from {{ raw('customers') }} as customers

    {% for table in ['products', 'plans', 'exchange_rates'] %}
    union all

    select
        '' as account_id,
        {{ row_hash(table) }} as hash

    from {{ raw(table) }} as {{ table }}

    {% endfor %}
),

fingerprints as (

    select
        account_id,
        cast(sum(hash) as text) as fingerprint

    from rows_of_accounts

    group by account_id

)

select * from fingerprints
