{# The value of a policy variable. An invalid one stops the run and names the choices. #}
{% macro policy(name) %}
    {%- set value = var(name) -%}
    {%- set choices = policy_choices(name) -%}
    {%- if not is_allowed(value, choices) -%}
        {{ exceptions.raise_compiler_error(
            'The variable ' ~ name ~ ' is ' ~ value ~ '; it must be ' ~ choices.sentence ~ '.'
        ) }}
    {%- endif -%}
    {{ return(value | string if choices.kind == 'day' and value is not none else value) }}
{% endmacro %}


{# What a policy may be, and the sentence that says it. DEFINITIONS, policies. #}
{% macro policy_choices(name) %}
    {%- if name in policy_lists() -%}
        {%- set words = policy_lists()[name] -%}
        {{ return({'kind': 'list', 'words': words,
                   'sentence': 'a list of some of ' ~ words | join(', ')}) }}
    {%- elif name in policy_words() -%}
        {%- set words = policy_words()[name] -%}
        {{ return({'kind': 'word', 'words': words, 'sentence': 'one of ' ~ words | join(', ')}) }}
    {%- endif -%}
    {{ return(policy_numbers().get(name) or policy_places()[name]) }}
{% endmacro %}

{% macro policy_lists() %}
    {{ return({
        'customer_dimensions': ['segment', 'country', 'industry', 'acquisition_channel'],
        'reporting_levels': ['customer', 'parent'],
        'optional_tables':
            ['discounts', 'subscription_pauses', 'usage_charges', 'exchange_rates',
             'product_usage', 'csm_checkins', 'support_tickets'],
    }) }}
{% endmacro %}

{% macro policy_words() %}
    {{ return({
        'churn_recognition': ['service_end', 'cancel_request'],
        'paused_mrr': ['zero', 'keep'],
        'discounts_in_mrr': ['recurring', 'all', 'forever_only', 'none'],
        'usage_in_mrr': ['none', 'last_month', 'average_3_months'],
        'fx_mode': ['constant', 'month_end'],
        'company_kind': ['b2b', 'b2c'],
    }) }}
{% endmacro %}

{% macro policy_numbers() %}
    {%- set days = 'a whole number of days, 0 or more' -%}
    {{ return(dict(policy_limits(), **{
        'retention_windows': {'kind': 'windows',
            'sentence': 'a list of different whole numbers of months, such as [1, 3, 12]'},
        'late_renewal_days': {'kind': 'days', 'sentence': days},
        'gap_grace_days': {'kind': 'days', 'sentence': days},
        'reactivation_window_days': {'kind': 'days or null', 'sentence': 'null or ' ~ days},
        'past_due_grace_days': {'kind': 'days or null', 'sentence': 'null or ' ~ days},
        'health_checkin_max_age_days': {'kind': 'days', 'sentence': days},
    })) }}
{% endmacro %}

{% macro policy_limits() %}
    {%- set fraction = {'kind': 'fraction', 'sentence': 'a fraction from 0 to 1'} -%}
    {%- set count = {'kind': 'count', 'sentence': 'a whole number, 1 or more'} -%}
    {{ return({
        'max_rejected_mrr_share': fraction,
        'leaky_grr_threshold': fraction,
        'leaky_logo_retention_threshold': fraction,
        'concentration_threshold': fraction,
        'health_red_adoption': fraction,
        'health_yellow_adoption': fraction,
        'health_red_open_tickets': count,
        'health_yellow_open_tickets': count,
        'health_sticky_features': count,
    }) }}
{% endmacro %}

{% macro policy_places() %}
    {{ return({
        'as_of_date': {'kind': 'day', 'sentence': 'null or a day such as 2026-05-20'},
        'fx_rate_date': {'kind': 'day', 'sentence': 'null or a day such as 2026-04-30'},
        'reporting_timezone': {'kind': 'word', 'words': modules.pytz.all_timezones,
            'sentence': 'a time zone name, such as UTC, Europe/Berlin or America/New_York'},
        'reporting_currency': {'kind': 'currency',
            'sentence': 'an ISO 4217 code, such as USD or EUR'},
    }) }}
{% endmacro %}


{% macro is_allowed(value, choices) %}
    {%- set kind = choices.kind -%}
    {{ return(
        (kind == 'word' and value is string and value in choices.words)
        or (kind == 'list' and is_list_of(value, choices.words))
        or (kind == 'day' and (value is none or is_day(value | string)))
        or (kind == 'currency' and modules.re.match('[A-Z]{3}$', value | string) is not none)
        or (kind == 'windows' and is_list_of_months(value))
        or (kind == 'days or null' and value is none)
        or (kind in ('days', 'days or null') and is_whole_number(value, 0))
        or (kind == 'count' and is_whole_number(value, 1))
        or (kind == 'fraction'
            and modules.re.match('(0([.][0-9]{1,6})?|1([.]0+)?)$', value | string) is not none)
    ) }}
{% endmacro %}

{% macro is_whole_number(value, least) %}
    {{ return(value is integer and value is not boolean and value >= least) }}
{% endmacro %}

{# A list without repetition; `optional_tables` may also be left to `auto`. #}
{% macro is_list_of(value, words) %}
    {%- if value is string or value is mapping or value is not iterable -%}
        {{ return(value == 'auto' and 'exchange_rates' in words) }}
    {%- endif -%}
    {{ return(
        value | reject('in', words) | list | length == 0
        and value | unique | list | length == value | length
    ) }}
{% endmacro %}

{% macro is_list_of_months(value) %}
    {%- if value is string or value is mapping or value is not iterable -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set months = [] -%}
    {%- for month in value if is_whole_number(month, 1) -%}
        {%- do months.append(month) -%}
    {%- endfor -%}
    {{ return(value and months | unique | list | length == value | length) }}
{% endmacro %}

{# Whether a text is a day of the calendar. #}
{% macro is_day(text) %}
    {%- set parts = modules.re.match('([1-9][0-9]{3})-(0[1-9]|1[0-2])-([0-3][0-9])$', text) -%}
    {%- if not parts -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set first = modules.datetime.date(parts.group(1) | int, parts.group(2) | int, 1) -%}
    {%- set day = first + modules.datetime.timedelta(parts.group(3) | int - 1) -%}
    {{ return(day.isoformat() == text) }}
{% endmacro %}
