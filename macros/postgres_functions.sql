{# What Postgres lacks and the project brings: a product, and casts that give null. #}
{% macro create_postgres_functions() -%}
    {%- if target.type == 'postgres' and execute -%}
        create schema if not exists {{ target.schema }};
        create or replace aggregate {{ target.schema }}.product(numeric) (
            sfunc = numeric_mul, stype = numeric
        );
        {%- for type in ['numeric', 'timestamptz', 'boolean'] %}
        create or replace function {{ target.schema }}.try_cast_{{ type }}(value text)
        returns {{ type }} language plpgsql stable set timezone to 'UTC' as $$
        begin
            return cast(value as {{ type }});
        exception when others then
            return null;
        end $$;
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
