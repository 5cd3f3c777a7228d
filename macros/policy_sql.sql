{# The levels to show, as a list of SQL texts. #}
{% macro reporting_levels() -%}
    '{{ (policy('reporting_levels') or ['none']) | join("', '") }}'
{%- endmacro %}


{# The day on which a policy ends service before the billing system does; else the open end. #}
{% macro policy_end_of_service() -%}
    {%- set ends = [open_end()] -%}
    {%- if policy('churn_recognition') == 'cancel_request' -%}
        {%- do ends.append(
            'coalesce(' ~ reporting_date('cancel_requested_at') ~ ', ' ~ open_end() ~ ')'
        ) -%}
    {%- endif -%}
    {%- if policy('past_due_grace_days') is not none -%}
        {%- set grace_end = dbt.dateadd(
            'day', policy('past_due_grace_days'), reporting_date('updated_at')
        ) -%}
        {%- do ends.append(
            "case when status = 'past_due' and updated_at is not null then cast(" ~ grace_end
            ~ ' as date) else ' ~ open_end() ~ ' end'
        ) -%}
    {%- endif -%}
    {{ 'least(' ~ ends | join(', ') ~ ')' if ends | length > 1 else ends[0] }}
{%- endmacro %}


{# The durations of the discounts that reduce MRR, as a list of SQL texts. #}
{% macro discount_durations() -%}
    {%- set durations = {
        'recurring': ['repeating', 'forever'],
        'all': ['once', 'repeating', 'forever'],
        'forever_only': ['forever'],
        'none': ['none'],
    }[policy('discounts_in_mrr')] -%}
    '{{ durations | join("', '") }}'
{%- endmacro %}
