{#
Grain: one row per item version that starts before an earlier good one ends. The earlier one stays;
a version that goes does not count against those after it.
#}

with recursive

items as (

    select * from {{ ref('int_items_judged') }}

),

versions as (

    select
        subscription_item_id,
        valid_from,
        coalesce(valid_to, {{ last_instant() }}) as valid_to

    from items

    where problem is null and coalesce(valid_to > valid_from, true)

),

compared as (

    select
        subscription_item_id,
        valid_from,
        valid_to,
        row_number() over versions_of_item as place,
        max(valid_to) over (
            partition by subscription_item_id order by valid_from
            rows between unbounded preceding and 1 preceding
        ) as earlier_valid_to

    from versions

    window versions_of_item as (partition by subscription_item_id order by valid_from)

),

in_doubt as (

    select * from compared
    where subscription_item_id in (
        select later.subscription_item_id from compared as later
        where later.valid_from < later.earlier_valid_to
    )

),

walked (subscription_item_id, valid_from, place, kept_until, is_overlapping) as (

    select
        subscription_item_id,
        valid_from,
        place,
        valid_to,
        false

    from in_doubt

    where place = 1

    union all

    select
        in_doubt.subscription_item_id,
        in_doubt.valid_from,
        in_doubt.place,
        case
            when in_doubt.valid_from < walked.kept_until then walked.kept_until
            else in_doubt.valid_to
        end,
        in_doubt.valid_from < walked.kept_until

    from walked

    inner join in_doubt
        on walked.subscription_item_id = in_doubt.subscription_item_id
        and walked.place + 1 = in_doubt.place

),

overlapping as (

    select
        subscription_item_id,
        valid_from

    from walked

    where is_overlapping

)

select * from overlapping
