{# The day that an instant is in the reporting time zone. #}
{% macro reporting_date(instant) -%}
    cast({{ in_zone(instant, policy('reporting_timezone')) }} as date)
{%- endmacro %}


{# What the clocks of a time zone show at an instant. #}
{% macro in_zone(instant, zone) -%}
    {{ adapter.dispatch('in_zone')(instant, zone) }}
{%- endmacro %}

{% macro default__in_zone(instant, zone) -%}
    ({{ instant }}) at time zone '{{ zone }}'
{%- endmacro %}

{# UTC needs no calendar of zones, in which DuckDB would take twenty times as long. #}
{% macro duckdb__in_zone(instant, zone) -%}
    {{ 'make_timestamp(epoch_us(' ~ instant ~ '))' if zone == 'UTC'
        else default__in_zone(instant, zone) }}
{%- endmacro %}


{#
As a date: the day on which everything is read. The sample company has a fixed one. What is built alone
later, as after midnight by `dbt retry`, is read on the day of its build.
#}
{% macro as_of_date() -%}
    cast('{{ as_of_day() }}' as date)
{%- endmacro %}

{% macro as_of_day() %}
    {%- set zone = modules.pytz.timezone(policy('reporting_timezone')) -%}
    {%- set today = run_started_at.astimezone(zone).strftime('%Y-%m-%d') -%}
    {%- set pinned = var('sample_as_of_date') if use_sample_data() -%}
    {%- set follows = execute and model.resource_type != 'unit_test' and not is_deciding() -%}
    {%- set of_build = (row_of('refresh_build') or {}).get('as_of_date') if follows -%}
    {{ return((policy('as_of_date') or pinned or of_build or today) | string) }}
{% endmacro %}


{# The first day of the month that a date lies in. #}
{% macro month_of(date) -%}
    cast({{ dbt.date_trunc('month', date) }} as date)
{%- endmacro %}


{% macro add_months(date, months) -%}
    cast({{ dbt.dateadd('month', months, date) }} as date)
{%- endmacro %}


{% macro add_days(date, days) -%}
    cast({{ dbt.dateadd('day', days, date) }} as date)
{%- endmacro %}


{# The end of an interval that has none: later than any day that is read. #}
{% macro open_end() -%}
    cast('9999-12-31' as date)
{%- endmacro %}


{# The day whose rates convert all months: the last one of the last complete month, or as chosen. #}
{% macro constant_rate_date() -%}
    {%- if policy('fx_rate_date') -%}
    cast('{{ policy('fx_rate_date') }}' as date)
    {%- else -%}
    cast({{ dbt.dateadd('day', -1, month_of(as_of_date())) }} as date)
    {%- endif -%}
{%- endmacro %}


{# Later than any instant that is read. #}
{% macro last_instant() -%}
    cast('9999-12-31 23:59:59.999999+00' as timestamptz)
{%- endmacro %}
