{{ config(severity='warn') }}

{# Amounts, quantities and percents carry six decimals; more are rounded when they are read. #}
{% for table, columns in {
    'plans': ['unit_amount'],
    'subscription_items': ['quantity', 'unit_amount'],
    'discounts': ['percent_off', 'amount_off'],
    'usage_charges': ['amount'],
}.items() %}
{% for column in columns %}
select
    '{{ table }}' as table_name,
    '{{ column }}' as column_name,
    count(*) as rounded_rows
from {{ raw(table) }} as raw_rows
where {{ as_number(column) }} <> {{ as_number(column, 'numeric(38, 12)') }}
having count(*) > 0
{{ 'union all' if not loop.last }}
{% endfor %}
{{ 'union all' if not loop.last }}
{% endfor %}
