{#
Grain: one row per item version as delivered last, usable or not; its list amount a month, null
where its plan or its numbers do not allow one.
#}

{{ config(materialized='view') }}

{%- set columns = [
    'subscription_item_id', 'subscription_id', 'plan_id', 'valid_from', 'valid_to', 'quantity',
    'unit_amount', 'has_key', 'unparsable', 'record_key', 'raw_record',
] %}

with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

plans as (

    select * from {{ ref('int_plans_normalised') }}

),

constant_rates as (

    select * from {{ ref('int_constant_rates') }}

),

prepared as (

    select
        items.{{ columns | join(',\n        items.') }},
        constant_rates.rate,
        plans.charge_type = 'recurring'
        and coalesce(items.unparsable, '') not like 'unit_amount is %'
        and plans.billing_interval_count between 1 and 10000
        and items.quantity >= 0
        and coalesce(items.unit_amount, plans.unit_amount) >= 0 as has_list_amount,
        {{ millionths('items.quantity') }} as quantity_millionths,
        {{ millionths('coalesce(items.unit_amount, plans.unit_amount)') }}
        * plans.billings_per_year as yearly_millionths,
        12000000 * cast(plans.billing_interval_count as {{ whole_number() }}) as divisor

    from items

    left join plans on items.plan_id = plans.plan_id

    left join constant_rates on plans.currency = constant_rates.currency

),

multiplied as (

    select
        {{ columns | join(',\n        ') }},
        rate,
        case
            when has_list_amount
                then {{ rounded_quotient('quantity_millionths', 'yearly_millionths', 'divisor') }}
        end as list_millionths

    from prepared

),

listed as (

    select
        {{ columns | join(',\n        ') }},
        rate,
        -- What is larger than any price times any quantity is not a number anybody meant.
        coalesce(list_millionths >= 100000000000000000000, false) as is_out_of_range,
        case
            when list_millionths < 100000000000000000000
                then {{ from_millionths('list_millionths') }}
        end as list_amount

    from multiplied

)

select * from listed
