with

raw_customers as (

    select * from {{ raw('customers') }} as raw_customers

),

typed as (

    select
        {{ text_or_null('customer_id') }} as customer_id,
        {{ text_or_null('customer_name') }} as customer_name,
        {{ text_or_null('parent_customer_id') }} as parent_customer_id,
        {{ text_or_null('merged_into_customer_id') }} as merged_into_customer_id,
        {{ text_or_null('segment') }} as segment,
        {{ text_or_null('country') }} as country,
        {{ text_or_null('industry') }} as industry,
        {{ text_or_null('acquisition_channel') }} as acquisition_channel,
        coalesce(cast(is_test as boolean), false) as is_test,
        {{ instant('created_at') }} as created_at,
        {{ instant('updated_at') }} as updated_at

    from raw_customers

),

delivered_last as (

    {{ latest_delivery('typed', raw_key('customers')) }}

)

select * from delivered_last
