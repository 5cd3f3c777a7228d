with

of_accounts as (

    select * from {{ ref('int_records_rejected') }}

),

{% for table in tables_read_whole() %}
{{ table }} as (

    select * from {{ ref('int_' ~ table ~ '_checked') }}
    where problem is not null

),

{% endfor %}
rejected as (

    select
        source_system,
        table_name,
        record_key,
        reason,
        detail,
        raw_record,
        mrr_at_stake

    from of_accounts

    {% for table in tables_read_whole() %}
    union all

    select
        {{ rejection(table) }}

    from {{ table }}

    {% endfor %}
)

select * from rejected
