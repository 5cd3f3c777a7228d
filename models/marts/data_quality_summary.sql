{%- set reasons = [
    'missing_key', 'unparsable', 'unknown_value', 'orphan', 'invalid_interval',
    'ends_before_start', 'negative_amount', 'negative_quantity', 'unknown_currency',
    'invalid_discount', 'overlapping_versions',
] %}

with

row_counts as (

    select * from {{ ref('stg_billing__row_counts') }}

),

rows_delivered as (

    select * from {{ ref('int_rows_delivered') }}

),

{% for table in tables_read_whole() %}
{{ table }} as (

    select * from {{ ref('int_' ~ table ~ '_checked') }}

),

{% endfor %}
rejected as (

    select * from {{ ref('rejected_records') }}

),

delivered as (

    select
        table_name,
        sum(rows_last_delivered) as rows_last_delivered,
        sum(readable_mrr) as mrr_readable

    from rows_delivered

    group by table_name

    {% for table in tables_read_whole() %}
    union all

    select
        '{{ table }}' as table_name,
        count(*) as rows_last_delivered,
        0 as mrr_readable

    from {{ table }}

    {% endfor %}
),

counted as (

    select
        row_counts.table_name,
        row_counts.rows_read,
        coalesce(max(delivered.rows_last_delivered), 0) as rows_last_delivered,
        {% for reason in reasons %}
        count(case when rejected.reason = '{{ reason }}' then 1 end) as {{ reason }},
        {% endfor %}
        count(rejected.reason) as rows_rejected,
        coalesce(sum(rejected.mrr_at_stake), 0) as mrr_at_stake,
        coalesce(max(delivered.mrr_readable), 0) as mrr_readable

    from row_counts

    left join delivered on row_counts.table_name = delivered.table_name

    left join rejected on row_counts.table_name = rejected.table_name

    group by row_counts.table_name, row_counts.rows_read

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
