{# The snapshot read straight from the items' days, beside the one built from change points. #}
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

)

select
    metrics.reporting_level,
    metrics.month_start,
    metrics.closing_mrr,
    snapshots.mrr

from {{ ref('metrics_mrr_monthly') }} as metrics

left join snapshots on metrics.month_start = snapshots.month_start

where metrics.closing_mrr <> coalesce(snapshots.mrr, 0)
