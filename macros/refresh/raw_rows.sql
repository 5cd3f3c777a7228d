{# The rows of a raw table that this build reads: all, or those of the accounts computed anew. #}
{% macro raw_rows(table) %}
    {%- set list = raw_lists().get(table, {'model': 'refresh_extent'}) -%}
    {%- if not execute and model.resource_type == 'model' -%}
        {%- do [ref(list.model), ref('refresh_extent')] -%}
    {%- endif -%}
    {%- if reads_every_row(table) -%}
        {{ return(raw(table)) }}
    {%- endif -%}
    {{ return(
        '(select * from ' ~ raw(table) ~ ' as ' ~ table ~ ' where ' ~ id_text(list.raw_id)
        ~ ' in (select ' ~ list.id ~ ' from ' ~ ref(list.model) ~ '))'
    ) }}
{% endmacro %}

{% macro reads_every_row(table) %}
    {{ return(table in tables_read_whole() or is_full_build()) }}
{% endmacro %}

{# For each raw table of accounts: the column, and the list of its values to be read. #}
{% macro raw_lists() %}
    {%- set subscriptions = {
        'model': 'refresh_subscriptions', 'id': 'subscription_id', 'raw_id': 'subscription_id',
    } -%}
    {{ return({
        'customers': {'model': 'refresh_accounts', 'id': 'account_id', 'raw_id': 'customer_id'},
        'subscriptions': subscriptions,
        'subscription_items': subscriptions,
        'discounts': subscriptions,
        'subscription_pauses': subscriptions,
        'usage_charges': {
            'model': 'refresh_items',
            'id': 'subscription_item_id', 'raw_id': 'subscription_item_id',
        },
    }) }}
{% endmacro %}

{# An id as text, empty where there is none: rows without an owner belong to the account ''. #}
{% macro id_text(column) -%}
    coalesce(cast({{ column }} as text), '')
{%- endmacro %}


{# A hash of a raw row: a whole number that another content does not share. #}
{% macro row_hash(table) -%}
    cast({{ adapter.dispatch('hash_of')(contract_columns(table)) }} as {{ whole_number() }})
{%- endmacro %}

{# The same of an id of a table: two that share it by chance are only computed together. #}
{% macro key_hash(table, id) -%}
    {{ adapter.dispatch('hash_of')(["'" ~ table ~ "'", id_text(id)]) }}
{%- endmacro %}

{% macro default__hash_of(columns) -%}
    hashtextextended(
        cast(row(pg_typeof({{ columns | join('), pg_typeof(') }}), {{ columns | join(', ') }}) as text), 0
    )
{%- endmacro %}

{# DuckDB hashes numbers as they are stored, so that only the type tells 12.5 from 125. #}
{% macro duckdb__hash_of(columns) -%}
    hash(typeof({{ columns | join('), typeof(') }}), {{ columns | join(', ') }})
{%- endmacro %}
