{# Before any conversion, the changes of the months make the snapshots read from days. #}
with

months as (

    select * from {{ ref('int_months') }}

),

items as (

    select * from {{ ref('int_items_in_force') }}

),

changes as (

    select
        currency,
        {{ month_of('starts_on') }} as month_start,
        net_amount

    from items

    where starts_on <= {{ as_of_date() }}

    union all

    select
        currency,
        {{ month_of('ends_on') }} as month_start,
        -net_amount as net_amount

    from items

    where ends_on <= {{ as_of_date() }}

),

bridged as (

    select
        months.month_start,
        changes.currency,
        sum(changes.net_amount) as net_amount

    from months

    inner join changes on months.month_start >= changes.month_start

    group by months.month_start, changes.currency

),

snapshots as (

    select
        months.month_start,
        items.currency,
        sum(items.net_amount) as net_amount

    from months

    inner join items
        on months.read_on >= items.starts_on
        and months.read_on < items.ends_on

    group by months.month_start, items.currency

)

select
    bridged.month_start,
    bridged.currency

from bridged

left join snapshots
    on bridged.month_start = snapshots.month_start
    and bridged.currency = snapshots.currency

where bridged.net_amount <> coalesce(snapshots.net_amount, 0)
