{# What Postgres lacks and the project brings: a product, and casts that give null. #}
{% macro create_postgres_functions() -%}
    {%- if target.type == 'postgres' and execute -%}
        create schema if not exists {{ target.schema }};
        create or replace aggregate {{ target.schema }}.product(numeric) (
            sfunc = numeric_mul, stype = numeric
        );
        {%- for type, pattern in readable_texts().items() %}
        {{ create_try_cast(type, pattern) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{# A cast of text that gives null where the text does not match or its value does not fit. #}
{% macro create_try_cast(type, pattern) -%}
    create or replace function {{ target.schema }}.try_cast_{{ type }}(value text)
    returns {{ type }} language plpgsql stable set timezone to 'UTC' as $$
    begin
        if value !~* '{{ pattern }}' then return null; end if;
        {% if type == 'numeric' %}
        -- As many digits before the point as DuckDB has beside twelve after it, once rounded.
        if abs(round(cast(value as numeric), 12)) >= 1e26 then return null; end if;
        {% elif type == 'timestamptz' %}
        -- What is finer than a microsecond is cut, not rounded.
        value := regexp_replace(value, '([.][0-9]{6})[0-9]+', '\1');
        {% endif %}
        return cast(value as {{ type }});
    exception when others then
        return null;
    end $$;
{%- endmacro %}


{# What a text must look like: Postgres alone would read `today` and `01/02/2025` too. #}
{% macro readable_texts() -%}
    {{ return({
        'numeric': '^[[:space:]]*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?[[:space:]]*$',
        'timestamptz': '^[0-9]{1,6}[-/][0-9]{1,2}[-/][0-9]{1,2}'
            ~ '($|(t|[[:space:]]+)[0-9]{1,2}:[0-9]{1,2}($|[^0-9:]|:[0-5]?[0-9]($|[^0-9])))',
        'boolean': '^(t|true|f|false|y|yes|n|no|1|0)$',
    }) }}
{%- endmacro %}
