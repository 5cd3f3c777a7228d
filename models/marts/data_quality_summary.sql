{%- set reasons = [
    'missing_key', 'unparsable', 'unknown_value', 'orphan', 'invalid_interval',
    'ends_before_start', 'negative_amount', 'negative_quantity', 'unknown_currency',
    'invalid_discount', 'overlapping_versions',
] %}

with

rows_delivered as (

    select * from {{ ref('int_rows_delivered') }}

),

rejected as (

    select * from {{ ref('rejected_records') }}

),

readable as (

    select sum(readable_mrr) as mrr from {{ ref('int_subscription_items_checked') }}

),

counted as (

    select
        rows_delivered.table_name,
        rows_delivered.rows_read,
        rows_delivered.rows_last_delivered,
        {% for reason in reasons %}
        count(case when rejected.reason = '{{ reason }}' then 1 end) as {{ reason }},
        {% endfor %}
        count(rejected.reason) as rows_rejected,
        coalesce(sum(rejected.mrr_at_stake), 0) as mrr_at_stake,
        case
            when rows_delivered.table_name = 'subscription_items'
                then coalesce(max(readable.mrr), 0)
            else 0
        end as mrr_readable

    from rows_delivered

    cross join readable

    left join rejected on rows_delivered.table_name = rejected.table_name

    group by
        rows_delivered.table_name,
        rows_delivered.rows_read,
        rows_delivered.rows_last_delivered

),

summarised as (

    select
        table_name,
        {% for count in ['rows_read'] + reasons + ['rows_rejected'] %}
        cast({{ count }} as integer) as {{ count }},
        {% endfor %}
        cast(rows_read - rows_last_delivered as integer) as rows_redelivered,
        cast(rows_last_delivered - rows_rejected as integer) as rows_used,
        {{ money('mrr_readable - mrr_at_stake') }} as mrr_used,
        {{ money('mrr_at_stake') }} as mrr_at_stake,
        {{ money('mrr_readable') }} as mrr_readable

    from counted

)

select * from summarised
