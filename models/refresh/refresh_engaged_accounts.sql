with

engaged as (

    {% for table in engagement_tables() %}
    select {{ id_text('customer_id') }} as account_id
    from {{ raw(table) }} as {{ table }}

    {{ 'union' if not loop.last }}

    {% endfor %}
),

owners as (

    select * from {{ ref('refresh_owners') }}

),

known as (

    select account_id from engaged
    where account_id in (select owners.account_id from owners)

)

select * from known
