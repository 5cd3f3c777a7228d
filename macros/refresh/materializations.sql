{#
A table is left as it is when nothing that it is made of has changed since it was built; a history also
when it is built alone later, since its rows of that build are there; a view when its text is the same.
dbt's own materializations do the rest; but DuckDB can replace a table or view in its place, which takes
half the time of building it beside the old one and renaming both.
#}

{% materialization table, adapter='duckdb' %}
    {%- if can_stay_as_it_is() -%}
        {{ return(left_as_it_is()) }}
    {%- endif -%}
    {{ return(replaced_at_once('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- if has_the_same_text() -%}
        {{ return(left_as_it_is('view')) }}
    {%- endif -%}
    {{ return(replaced_at_once('view')) }}
{% endmaterialization %}

{% materialization table, adapter='postgres' %}
    {%- if can_stay_as_it_is() -%}
        {{ return(left_as_it_is()) }}
    {%- endif -%}
    {{ return(dbt.materialization_table_default()) }}
{% endmaterialization %}

{% materialization incremental, adapter='duckdb' %}
    {%- if can_stay_as_it_is() -%}
        {{ return(left_as_it_is()) }}
    {%- endif -%}
    {{ return(dbt.materialization_incremental_duckdb()) }}
{% endmaterialization %}

{% materialization incremental, adapter='postgres' %}
    {%- if can_stay_as_it_is() -%}
        {{ return(left_as_it_is()) }}
    {%- endif -%}
    {{ return(dbt.materialization_incremental_default()) }}
{% endmaterialization %}

{% macro can_stay_as_it_is() %}
    {{ return(
        model.fqn[1] != 'refresh'
        and model.name != 'memory_build'
        and not config.get('meta', {}).get('always_built', false)
        and load_cached_relation(this) is not none
        and nothing_changed()
        and (config.get('materialized') == 'incremental' or is_deciding())
    ) }}
{% endmacro %}

{#
Whether the view is there with the same text, whose hash is its comment. Where everything is computed
anew, what it reads may have other types than when it was made.
#}
{% macro has_the_same_text() %}
    {%- set of_run = graph.setdefault(invocation_id, {}) -%}
    {%- if 'views' not in of_run -%}
        {%- set views = run_query(
            'select database_name, schema_name, view_name, comment from duckdb_views()'
        ) -%}
        {%- do of_run.update({'views': views.rows | map('list') | list}) -%}
    {%- endif -%}
    {%- set view = [this.database, this.schema, this.identifier, local_md5(sql)] -%}
    {{ return(view in of_run['views'] and not is_full_build()) }}
{% endmacro %}

{% macro left_as_it_is(type='table') %}
    {%- call noop_statement('main', 'UNCHANGED', 'UNCHANGED', 0) -%}
    select 1 -- nothing changed
    {%- endcall -%}
    {{ return({'relations': [this.incorporate(type=type)]}) }}
{% endmacro %}

{% macro replaced_at_once(type) %}
    {%- set old = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- if old is not none and old.type != type -%}
        {{ adapter.drop_relation(old) }}
    {%- endif -%}
    {%- call statement('main') -%}
    {{ create_or_replace(type, sql) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [this.incorporate(type=type)]}) }}
{% endmacro %}


{# Under a contract a table gets the columns of the contract, and a view must have them. #}
{% macro create_or_replace(type, sql) %}
    {%- set under_contract = config.get('contract').enforced -%}
    {%- if under_contract -%}
    {{ get_assert_columns_equivalent(sql) }}
    {%- endif -%}
    {%- if under_contract and type == 'table' %}
    create or replace table {{ this }} {{ get_table_columns_and_constraints() }};
    insert into {{ this }} {{ get_column_names() }} ({{ get_select_subquery(sql) }})
    {%- else %}
    create or replace {{ type }} {{ this }} as (
    {{ sql }}
    );
    {%- if type == 'view' %}
    comment on view {{ this }} is '{{ local_md5(sql) }}'
    {%- endif %}
    {%- endif -%}
{% endmacro %}


{#
The strategy of the incremental models: the rows of the accounts that this build computed anew take
the place of those they had. With a `unique_key`, rows of other accounts are replaced key by key.
#}
{% macro get_incremental_replace_accounts_sql(arguments) %}
    {%- set columns = arguments.dest_columns | map(attribute='name') | list -%}
    {%- set account = 'account_id' if 'account_id' in columns else 'customer_id' -%}
    {%- set accounts = '(select account_id from ' ~ relation_of('refresh_accounts') ~ ')' -%}
    {%- set keys = arguments.unique_key or [] -%}
    delete from {{ arguments.target_relation }} where {{ account }} in {{ accounts }};

    {% if keys %}
    delete from {{ arguments.target_relation }} as old_rows
    using (
        select {{ keys | join(', ') }} from {{ arguments.temp_relation }}
        where {{ account }} not in {{ accounts }}
    ) as new_rows
    where {% for key in keys %}old_rows.{{ key }} = new_rows.{{ key }}{{ ' and ' if not loop.last }}{% endfor %};
    {% endif %}

    insert into {{ arguments.target_relation }} ({{ columns | join(', ') }})
    select {{ columns | join(', ') }} from {{ arguments.temp_relation }}
{% endmacro %}
