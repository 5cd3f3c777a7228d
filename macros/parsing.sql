{#
Raw columns are read through their text, whatever type a loader gave them. Empty text is null; what
does not parse is null too, and `unparsable` says so.
#}
{% macro as_text(column) -%}
    nullif(cast({{ column }} as text), '')
{%- endmacro %}


{# A number of up to thirteen digits before the point, or as many as `limit` allows. #}
{% macro as_number(column, type='numeric(28, 6)', limit=10000000000000) -%}
    case
        when abs({{ try_cast(column, 'numeric(38, 12)') }}) < {{ limit }}
            then {{ try_cast(column, type) }}
    end
{%- endmacro %}

{% macro as_whole_number(column) -%}
    case
        when mod({{ as_number(column) }}, 1) = 0
            then cast({{ as_number(column) }} as bigint)
    end
{%- endmacro %}

{# Text without an offset is UTC: every session of the project runs in it. #}
{% macro as_instant(column) -%}
    case
        when
            {{ try_cast(column, 'timestamptz') }} >= cast('1900-01-01 00:00:00+00' as timestamptz)
            and {{ try_cast(column, 'timestamptz') }} < cast('10000-01-01 00:00:00+00' as timestamptz)
            then {{ try_cast(column, 'timestamptz') }}
    end
{%- endmacro %}

{% macro as_date(column) -%}
    cast({{ as_instant(column) }} at time zone 'UTC' as date)
{%- endmacro %}

{% macro as_boolean(column) -%}
    {{ try_cast(column, 'boolean') }}
{%- endmacro %}


{# Names the first column that is required and empty, or whose text does not parse; else null. #}
{% macro unparsable(parsed, required=[]) -%}
    case
        {% for column, expression in parsed.items() %}
        {% if column in required %}
        when {{ as_text(column) }} is null then '{{ column }} is empty'
        {% endif %}
        when {{ as_text(column) }} is not null and {{ expression }} is null
            then '{{ column }} is ' || cast({{ column }} as text)
        {% endfor %}
    end
{%- endmacro %}


{# The text of a column as another type, or null. #}
{% macro try_cast(column, type) -%}
    {{ adapter.dispatch('try_cast')(column, type) }}
{%- endmacro %}

{% macro default__try_cast(column, type) -%}
    {%- set from_text = 'try_cast(cast(' ~ column ~ ' as text) as ' ~ type ~ ')' -%}
    {%- if type == 'timestamptz' -%}
    {# A column of microseconds is an instant already; finer ones would be rounded, not cut. #}
    case
        when typeof({{ column }}) in ('TIMESTAMP', 'TIMESTAMP WITH TIME ZONE')
            then try_cast({{ column }} as timestamptz)
        else {{ from_text }}
    end
    {%- else -%}
    {{ from_text }}
    {%- endif -%}
{%- endmacro %}

{% macro postgres__try_cast(column, type) -%}
    cast({{ target.schema }}.try_cast_{{ type.split('(')[0] }}(cast({{ column }} as text)) as {{ type }})
{%- endmacro %}
