{# Grain: one row per raw table; how many rows it has, and how many when each key counts once. #}

with

row_counts as (

    select * from {{ ref('stg_billing__row_counts') }}

),

last_delivered as (

    {% for table in raw_tables() %}
    select
        '{{ table }}' as table_name,
        count(*) as rows_last_delivered

    from {{ ref('int_' ~ table ~ '_checked') }}

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

delivered as (

    select
        row_counts.table_name,
        row_counts.rows_read,
        last_delivered.rows_last_delivered

    from row_counts

    inner join last_delivered on row_counts.table_name = last_delivered.table_name

)

select * from delivered
