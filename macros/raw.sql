{# The sample company is read on its own target, unless `use_sample_data` says otherwise. #}
{% macro use_sample_data() %}
    {{ return(var('use_sample_data', target.name == 'sample')) }}
{% endmacro %}


{# A raw table of one of the sources: a seed, a table of the warehouse, or an empty one. #}
{% macro raw(table) %}
    {%- do policy('optional_tables') -%}
    {%- if use_sample_data() -%}
        {{ return(ref(table)) }}
    {%- endif -%}
    {%- set relation = source(raw_source(table), table) -%}
    {%- if not execute -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- if raw_table_exists(table, relation) -%}
        {{ check_raw_columns(table, relation) }}
        {{ return(relation) }}
    {%- endif -%}
    {{ return(empty_raw_table(table)) }}
{% endmacro %}


{# Whether to read the table: false only for an optional table that is absent. #}
{% macro raw_table_exists(table, relation) %}
    {%- set optional = raw_table_contract(table).meta.optional -%}
    {%- set chosen = policy('optional_tables') -%}
    {%- if optional and chosen != 'auto' and table not in chosen -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set exists = load_relation(relation) is not none -%}
    {%- if not exists and not (optional and chosen == 'auto') -%}
        {{ exceptions.raise_compiler_error(
            'The raw table ' ~ relation ~ ' is missing. Load it, or point raw_schema and '
            ~ 'raw_database at the schema that holds it'
            ~ (', or take it out of the variable optional_tables.' if optional else '.')
        ) }}
    {%- endif -%}
    {{ return(exists) }}
{% endmacro %}


{# Stops the run when the table lacks a column of its contract. #}
{% macro check_raw_columns(table, relation) %}
    {%- set found = adapter.get_columns_in_relation(relation)
        | map(attribute='name') | map('lower') | list -%}
    {%- set missing = raw_table_contract(table).columns | reject('in', found) | list -%}
    {%- if missing -%}
        {{ exceptions.raise_compiler_error(
            'The raw table ' ~ relation ~ ' lacks the column(s) ' ~ missing | join(', ')
            ~ '. Add them (empty where unknown) and run again.'
        ) }}
    {%- endif -%}
{% endmacro %}


{#
The columns of the contract: what else a raw table holds is read by nothing. All columns where dbt does
not know the contract: while it parses, and in unit tests, whose rows have no others.
#}
{% macro contract_columns(table) %}
    {%- if not execute or graph.sources is not defined -%}
        {{ return(['*']) }}
    {%- endif -%}
    {{ return(raw_table_contract(table).columns.keys() | list) }}
{% endmacro %}

{% macro raw_table_contract(table) %}
    {{ return(graph.sources['source.' ~ project_name ~ '.' ~ raw_source(table) ~ '.' ~ table]) }}
{% endmacro %}


{# Absent optional tables behave as if they were empty. #}
{% macro empty_raw_table(table) %}
    {%- set columns = [] -%}
    {%- for column in raw_table_contract(table).columns.values() -%}
        {%- do columns.append('cast(null as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {{ return('(select ' ~ columns | join(', ') ~ ' where 1 = 0)') }}
{% endmacro %}


{# The raw tables, each with the columns that make a row the same row when it is delivered again. #}
{% macro raw_keys() %}
    {{ return({
        'customers': ['customer_id'],
        'products': ['product_id'],
        'plans': ['plan_id'],
        'subscriptions': ['subscription_id'],
        'subscription_items': ['subscription_item_id', 'valid_from'],
        'discounts': ['discount_id'],
        'subscription_pauses': ['subscription_id', 'paused_at'],
        'usage_charges': ['subscription_item_id', 'usage_month'],
        'exchange_rates': ['currency', 'rate_date'],
        'product_usage': ['customer_id', 'usage_date', 'feature'],
        'csm_checkins': ['checkin_id'],
        'support_tickets': ['ticket_id'],
    }) }}
{% endmacro %}

{% macro raw_tables() %} {{ return(raw_keys().keys() | list) }} {% endmacro %}

{# The raw tables whose rows concern all customers. #}
{% macro shared_tables() %} {{ return(['products', 'plans', 'exchange_rates']) }} {% endmacro %}

{# The raw tables of account health: no MRR depends on them, and each build reads them whole. #}
{% macro engagement_tables() %}
    {{ return(['product_usage', 'csm_checkins', 'support_tickets']) }}
{% endmacro %}

{% macro tables_read_whole() %} {{ return(shared_tables() + engagement_tables()) }} {% endmacro %}

{# The raw tables whose rows belong to one account each: a build reads those computed anew. #}

{% macro account_tables() %}
    {{ return(raw_tables() | reject('in', tables_read_whole()) | list) }}
{% endmacro %}

{% macro raw_source(table) %}
    {{ return('engagement' if table in engagement_tables() else 'billing') }}
{% endmacro %}

{% macro raw_key(table) %} {{ return(raw_keys()[table]) }} {% endmacro %}
