{#
The snapshot read straight from the items' days, beside the one built from change points: of the
customers that the build computed anew.
#}
with

snapshots as (

    select
        months.month_start,
        sum(items.mrr) as mrr

    from {{ ref('int_months') }} as months

    inner join {{ ref('int_items_in_force') }} as items
        on months.read_on >= items.starts_on
        and months.read_on < items.ends_on

    group by months.month_start

),

closings as (

    select
        months.month_start,
        sum(periods.mrr) as mrr

    from {{ ref('int_months') }} as months

    inner join {{ ref('int_customer_mrr_periods') }} as periods
        on months.month_start >= periods.starts_month
        and months.month_start < periods.ends_month

    where periods.counted_at in ('customer', 'both')

    group by months.month_start

)

select
    months.month_start,
    closings.mrr as closing_mrr,
    snapshots.mrr

from {{ ref('int_months') }} as months

left join snapshots on months.month_start = snapshots.month_start

left join closings on months.month_start = closings.month_start

where coalesce(closings.mrr, 0) <> coalesce(snapshots.mrr, 0)
