{#
Grain: one row per item and stretch with a fixed discount on its whole subscription; the fraction
amount_off x weight / denominator is its share: amount x list / lists x factor, with one denominator
for all items that share.
#}

with

items as (

    select * from {{ ref('int_items_stretched') }}

),

discounts as (

    select * from {{ ref('int_discounts_running') }}

),

amounts_off as (

    select
        items.subscription_id,
        items.currency,
        items.starts_on,
        items.subscription_item_id,
        items.list_amount,
        items.billings_per_year,
        cast(items.billing_interval_count as {{ whole_number() }}) as billing_interval_count,
        sum(discounts.amount_off) as amount_off

    from items

    inner join discounts
        on items.subscription_id = discounts.subscription_id
        and items.currency = discounts.currency
        and items.starts_on >= discounts.starts_on
        and items.starts_on < discounts.ends_on

    where
        discounts.subscription_item_id is null
        and items.list_amount > 0
        and not items.is_metered

    group by
        items.subscription_id,
        items.currency,
        items.starts_on,
        items.subscription_item_id,
        items.list_amount,
        items.billings_per_year,
        items.billing_interval_count

),

sums as (

    select
        subscription_id,
        currency,
        starts_on,
        {{ product('distinct billing_interval_count') }} as counts, -- noqa: PRS
        {{ millionths('sum(list_amount)') }} as lists

    from amounts_off

    group by subscription_id, currency, starts_on

),

weighed as (

    select
        amounts_off.subscription_id,
        amounts_off.currency,
        amounts_off.starts_on,
        amounts_off.subscription_item_id,
        {{ millionths('amounts_off.amount_off') }} as amount_off,
        {{ millionths('amounts_off.list_amount') }}
        * amounts_off.billings_per_year
        * ({{ quotient('sums.counts', 1, 'amounts_off.billing_interval_count') }}) as weight,
        12 * sums.counts * sums.lists as denominator

    from amounts_off

    inner join sums
        on amounts_off.subscription_id = sums.subscription_id
        and amounts_off.currency = sums.currency
        and amounts_off.starts_on = sums.starts_on

)

select * from weighed
