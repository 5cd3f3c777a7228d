{# As delivered, re-deliveries included: what the quarantine must account for. #}

with

counted as (

    {% for table in raw_tables() %}
    select
        '{{ table }}' as table_name,
        count(*) as rows_read

    from {{ raw(table) }} as raw_rows

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from counted
