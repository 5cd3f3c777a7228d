{# The value of a policy variable. An invalid one stops the run and names the choices. #}
{% macro policy(name) %}
    {%- set value = var(name) -%}
    {%- set choices = policy_choices(name, value) -%}
    {%- if choices -%}
        {{ exceptions.raise_compiler_error(
            'The variable ' ~ name ~ ' is ' ~ value ~ '; it must be ' ~ choices ~ '.'
        ) }}
    {%- endif -%}
    {{ return(value) }}
{% endmacro %}


{# What a policy may be, when the value is not that; else nothing. DEFINITIONS, policies. #}
{% macro policy_choices(name, value) %}
    {%- if name == 'reporting_timezone' and value not in modules.pytz.all_timezones -%}
        {{ return('a time zone name, such as UTC, Europe/Berlin or America/New_York') }}
    {%- elif name == 'reporting_currency' and not modules.re.match('[A-Z]{3}$', value | string) -%}
        {{ return('an ISO 4217 code, such as USD or EUR') }}
    {%- elif name == 'retention_windows'
        and not (value and are_distinct(value, 'whole numbers')) -%}
        {{ return('a list of different whole numbers of months, such as [1, 3, 12]') }}
    {%- elif name == 'customer_dimensions' and not are_distinct(value, customer_columns()) -%}
        {{ return('a list of some of ' ~ customer_columns() | join(', ')) }}
    {%- elif name == 'late_renewal_days' and not is_whole_number(value, 0) -%}
        {{ return('a whole number of days, 0 or more') }}
    {%- elif name == 'optional_tables' and value != 'auto'
        and not are_distinct(value, optional_tables()) -%}
        {{ return('auto, or a list of some of ' ~ optional_tables() | join(', ')) }}
    {%- endif -%}
{% endmacro %}


{% macro is_whole_number(value, least) %}
    {{ return(value is integer and value is not boolean and value >= least) }}
{% endmacro %}


{# Whether `values` is a list without repetition, each one among `choices`. #}
{% macro are_distinct(values, choices) %}
    {%- if values is string or values is mapping or values is not iterable -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set unknown = [] -%}
    {%- for value in values -%}
        {%- if choices == 'whole numbers' and not is_whole_number(value, 1) -%}
            {%- do unknown.append(value) -%}
        {%- elif choices != 'whole numbers' and value not in choices -%}
            {%- do unknown.append(value) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(not unknown and values | unique | list | length == values | length) }}
{% endmacro %}


{% macro customer_columns() %}
    {{ return(['segment', 'country', 'industry', 'acquisition_channel']) }}
{% endmacro %}


{% macro optional_tables() %}
    {{ return(['discounts', 'subscription_pauses', 'usage_charges', 'exchange_rates']) }}
{% endmacro %}
