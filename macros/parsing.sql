{#
Raw columns are read through their text, whatever type a loader gave them. Empty text is null; what
does not parse is null too, and `unparsable` says so.
#}
{% macro as_text(column) -%}
    nullif(cast({{ column }} as text), '')
{%- endmacro %}

{# Whether a column holds anything. #}
{% macro is_filled(column) -%}
    {{ adapter.dispatch('is_filled')(column) }}
{%- endmacro %}

{% macro default__is_filled(column) -%}
    {{ as_text(column) }} is not null
{%- endmacro %}

{# A number or an instant needs no text to be there. #}
{% macro duckdb__is_filled(column) -%}
    case
        when {{ is_of_type(column, whole_types() + instant_types() + ['DECIMAL', 'DATE']) }}
            then {{ column }} is not null
        else {{ default__is_filled(column) }}
    end
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
    cast({{ in_zone(as_instant(column), 'UTC') }} as date)
{%- endmacro %}

{% macro as_boolean(column) -%}
    {{ try_cast(column, 'boolean') }}
{%- endmacro %}


{# Names the first column that is required and empty, or whose text does not parse; else null. #}
{% macro unparsable(parsed, required=[]) -%}
    case
        {% for column, expression in parsed.items() %}
        {% if column in required %}
        when not {{ is_filled(column) }} then '{{ column }} is empty'
        {% endif %}
        when {{ is_filled(column) }} and {{ expression }} is null
            then '{{ column }} is ' || cast({{ column }} as text)
        {% endfor %}
    end
{%- endmacro %}


{# The text of a column as another type, or null. #}
{% macro try_cast(column, type) -%}
    {{ adapter.dispatch('try_cast')(column, type) }}
{%- endmacro %}

{#
A column of microseconds is an instant already, in UTC, which needs no calendar of zones; finer ones
would be rounded, not cut.
#}
{% macro default__try_cast(column, type) -%}
    {%- set from_text = 'try_cast(cast(' ~ column ~ ' as text) as ' ~ type ~ ')' -%}
    {%- set as_it_is = {
        'timestamptz': ['TIMESTAMP WITH TIME ZONE'], 'numeric': whole_types() + ['DECIMAL'],
    }[type.split('(')[0]] -%}
    {%- if as_it_is is defined -%}
    case
        when {{ is_of_type(column, as_it_is) }} then try_cast({{ column }} as {{ type }})
        {%- if type == 'timestamptz' %}
        when {{ is_of_type(column, ['TIMESTAMP']) }}
            then make_timestamptz(epoch_us(try_cast({{ column }} as timestamp)))
        {%- endif %}
        else {{ from_text }}
    end
    {%- else -%}
    {{ from_text }}
    {%- endif -%}
{%- endmacro %}

{% macro postgres__try_cast(column, type) -%}
    cast({{ target.schema }}.try_cast_{{ type.split('(')[0] }}(cast({{ column }} as text)) as {{ type }})
{%- endmacro %}


{# Whether a column of DuckDB has one of these types: known before any row is read. #}
{% macro is_of_type(column, types) -%}
    split_part(typeof({{ column }}), '(', 1) in ('{{ types | join("', '") }}')
{%- endmacro %}

{% macro instant_types() -%}
    {{ return(['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE']) }}
{%- endmacro %}

{% macro whole_types() -%}
    {{ return(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']) }}
{%- endmacro %}
