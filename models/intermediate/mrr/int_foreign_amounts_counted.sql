{#
Grain: one row per amount in another than the reporting currency and stretch of months at whose ends
equally many items have it: what `int_fx_impacts` values once a month, however many items there are.
#}

with

amounts as (

    select * from {{ ref('int_foreign_amounts') }}

),

changes as (

    select
        currency,
        net_amount,
        mrr,
        {{ month_of('starts_on') }} as month_start,
        items as items_change

    from amounts

    where starts_on <= {{ as_of_date() }}

    union all

    select
        currency,
        net_amount,
        mrr,
        {{ month_of('ends_on') }} as month_start,
        -items as items_change

    from amounts

    where ends_on <= {{ as_of_date() }}

),

netted as (

    select
        currency,
        net_amount,
        mrr,
        month_start,
        sum(items_change) as items_change

    from changes

    group by currency, net_amount, mrr, month_start

),

counted as (

    select
        currency,
        net_amount,
        mrr,
        month_start as starts_month,
        coalesce(
            lead(month_start) over (
                partition by currency, net_amount, mrr order by month_start
            ),
            {{ open_end() }}
        ) as ends_month,
        sum(items_change) over (
            partition by currency, net_amount, mrr order by month_start
            rows between unbounded preceding and current row
        ) as items

    from netted

    where items_change <> 0

)

select * from counted where items > 0
