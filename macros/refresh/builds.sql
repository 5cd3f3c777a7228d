{#
Whether this build computes everything, or only the accounts whose raw rows changed. It is decided
once, by `refresh_build`; a model that is built alone later follows that decision.
#}
{% macro is_full_build() %}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set build = row_of('refresh_build') -%}
    {{ return(build is none or build['is_full']) }}
{% endmacro %}


{# dbt asks this for each incremental model. Mixing old and new rows is never an option. #}
{% macro should_full_refresh() %}
    {{ return(is_full_build() if model.resource_type == 'model' else flags.FULL_REFRESH) }}
{% endmacro %}


{# Why this build has to compute everything, as a sentence; none when it does not. #}
{% macro reason_for_full_build() %}
    {%- set last = row_of('memory_build') -%}
    {%- set started = row_of('refresh_build') -%}
    {%- if flags.FULL_REFRESH -%}
        {{ return('It was asked for.') }}
    {%- elif last is none or started is none or tables_are_missing() -%}
        {{ return('There is no complete build to start from.') }}
    {%- elif last['build_id'] != started['build_id'] -%}
        {{ return('The build before did not finish.') }}
    {%- elif started.get('models_left_out') -%}
        {{ return('The build before left out ' ~ started['models_left_out'] ~ '.') }}
    {%- elif last['signature'] != signature() -%}
        {{ return('The code, a policy or the place of the raw tables changed.') }}
    {%- elif last['as_of_date'] | string > as_of_day() -%}
        {{ return('The as-of date moved back.') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}


{# Whether this run decided what is computed, or builds models alone, which follow the build before. #}
{% macro is_deciding() %}
    {%- set build = row_of('refresh_build') or {} -%}
    {{ return(model.name == 'refresh_build' or build.get('build_id') == invocation_id) }}
{% endmacro %}


{# Finding out again what changed would mix two builds, once the one that decided is complete. #}
{% macro check_is_deciding() %}
    {%- set build = row_of('refresh_build') or {} -%}
    {%- set last = row_of('memory_build') or {} -%}
    {%- if build.get('build_id') == last.get('build_id') and flags.WHICH in ['run', 'build'] -%}
        {{ exceptions.raise_compiler_error(
            model.name ~ ' finds out what changed, which needs a decision of the same run what a build'
            ~ ' computes. Select refresh_build, too.'
        ) }}
    {%- endif -%}
{% endmacro %}


{# The models that this run leaves out, and the next build cannot rely on: a text, empty when none. #}
{% macro models_left_out() %}
    {%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
    {{ return(
        models | rejectattr('unique_id', 'in', selected_resources)
        | map(attribute='name') | sort | join(', ')
    ) }}
{% endmacro %}


{# Whether a model has no table yet that should have one. #}
{% macro tables_are_missing() %}
    {%- set tables = graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('config.materialized', 'in', ['incremental', 'table']) -%}
    {%- for node in tables if load_relation(relation_of(node.name)) is none -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}


{# What the numbers depend on beside the raw rows and the as-of date, as one hash. #}
{% macro signature() %}
    {%- set parts = [use_sample_data(), var('raw_schema'), var('raw_database')] -%}
    {%- for choices in [policy_lists(), policy_words(), policy_numbers(), policy_places()] -%}
        {%- for name in choices if name != 'as_of_date' -%}
            {%- do parts.append(name ~ ': ' ~ var(name)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type in ['model', 'seed'] -%}
        {%- if node.name not in raw_tables() -%}
            {%- do parts.append(node.unique_id ~ ': ' ~ node.checksum.checksum) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, macro in context[project_name].items() -%}
        {%- do parts.append(macro.macro.macro_sql) -%}
    {%- endfor -%}
    {{ return(local_md5(parts | map('string') | sort | join('\n'))) }}
{% endmacro %}


{# Whether nothing at all changed since the last build. False before this build has found out. #}
{% macro nothing_changed() %}
    {%- set extent = row_of('refresh_extent') -%}
    {{ return(
        extent is not none
        and extent['build_id'] == (row_of('refresh_build') or {}).get('build_id')
        and extent['is_unchanged']
        and not is_full_build()
    ) }}
{% endmacro %}


{# Where a month has ended since the last build: that month. It is complete now, the next are new. #}
{% macro first_month_to_write(last_as_of_date) -%}
    {%- set last_month = month_of("cast('" ~ last_as_of_date ~ "' as date)") -%}
    case when {{ last_month }} < {{ month_of(as_of_date()) }} then {{ last_month }} end
{%- endmacro %}


{#
The one row of a model that has one; none when it is not built. What this run wrote is read once:
`graph` is the one thing that a run's models share.
#}
{% macro row_of(name) %}
    {%- set rows_of_run = graph.setdefault(invocation_id, {}) -%}
    {%- if name in rows_of_run -%}
        {{ return(rows_of_run[name]) }}
    {%- endif -%}
    {%- set relation = load_relation(relation_of(name)) -%}
    {%- if relation is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set row = run_query('select * from ' ~ relation).rows | first -%}
    {%- if row['build_id'] == invocation_id -%}
        {%- do rows_of_run.update({name: row}) -%}
    {%- endif -%}
    {{ return(row) }}
{% endmacro %}


{# The relation of a model of this project, without depending on it. #}
{% macro relation_of(name) %}
    {%- set node = graph.nodes['model.' ~ project_name ~ '.' ~ name] -%}
    {{ return(api.Relation.create(node.database, node.schema, node.alias)) }}
{% endmacro %}
