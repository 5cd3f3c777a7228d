with

owners as (

    select distinct
        {{ id_text('subscription_id') }} as subscription_id,
        {{ id_text('customer_id') }} as account_id

    from {{ raw('subscriptions') }} as subscriptions

)

select * from owners
