{#
Grain: one row per item and stretch with a fixed discount on its whole subscription; its share, cut
to millionths. What that leaves of the total, rounded once, goes to the largest remainders.
#}

with

weighed as (

    select * from {{ ref('int_discounts_weighed') }}

),

cut as (

    select
        subscription_id,
        currency,
        starts_on,
        subscription_item_id,
        denominator,
        {{ quotient('amount_off', 'weight', 'denominator') }} as cut_share,
        {{ remainder('amount_off', 'weight', 'denominator') }} as rest

    from weighed

),

ranked as (

    select
        subscription_item_id,
        starts_on,
        denominator,
        cut_share,
        sum(rest) over (partition by subscription_id, currency, starts_on) as rests,
        row_number() over (
            partition by subscription_id, currency, starts_on
            order by rest desc, {{ in_byte_order('subscription_item_id') }} asc
        ) as place

    from cut

),

shared as (

    select
        subscription_item_id,
        starts_on,
        {{ from_millionths(
            'cut_share + case when place <= '
            ~ rounded_division('rests', 'denominator') ~ ' then 1 else 0 end'
        ) }} as amount_off

    from ranked

)

select * from shared
