{# The day that an instant is in the reporting time zone. #}
{% macro reporting_date(instant) -%}
    {{ adapter.dispatch('reporting_date')(instant) }}
{%- endmacro %}

{% macro default__reporting_date(instant) -%}
    cast({{ instant }} at time zone '{{ policy('reporting_timezone') }}' as date)
{%- endmacro %}


{# As a date: the day on which everything is read. The sample company has a fixed one. #}
{% macro as_of_date() -%}
    cast('{{ as_of_day() }}' as date)
{%- endmacro %}

{% macro as_of_day() %}
    {%- set zone = modules.pytz.timezone(policy('reporting_timezone')) -%}
    {%- set today = run_started_at.astimezone(zone).strftime('%Y-%m-%d') -%}
    {%- set pinned = var('sample_as_of_date') if use_sample_data() -%}
    {%- set day = (var('as_of_date') or pinned or today) | string -%}
    {%- set parts = modules.re.match('([1-9][0-9]{3})-(0[1-9]|1[0-2])-([0-3][0-9])$', day) -%}
    {%- if parts -%}
        {%- set year, month = parts.group(1) | int, parts.group(2) | int -%}
        {%- set days = modules.datetime.timedelta(parts.group(3) | int - 1) -%}
        {%- set date = modules.datetime.date(year, month, 1) + days -%}
        {%- if date.isoformat() == day -%} {{ return(day) }} {%- endif -%}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(
        'The variable as_of_date is ' ~ day ~ '; it must be a day such as 2026-05-20.') }}
{% endmacro %}


{# The first day of the month that a date lies in. #}
{% macro month_of(date) -%}
    cast({{ dbt.date_trunc('month', date) }} as date)
{%- endmacro %}


{% macro add_months(date, months) -%}
    cast({{ dbt.dateadd('month', months, date) }} as date)
{%- endmacro %}


{# The end of an interval that has none: later than any day that is read. #}
{% macro open_end() -%}
    cast('9999-12-31' as date)
{%- endmacro %}
