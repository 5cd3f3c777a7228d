{# What became of a count: of what is recent against as many days before. #}
{% macro trend(recent, before) -%}
    case
        when {{ recent }} = 0 and {{ before }} = 0 then 'none'
        when {{ recent }} > {{ before }} then 'growing'
        when {{ recent }} < {{ before }} then 'shrinking'
        else 'steady'
    end
{%- endmacro %}


{#
The first day after the as-of date that is whole intervals of months after the start. As many as fit
between the two months may end before that date; one more does not.
#}
{% macro next_renewal(started_on, interval_months) -%}
    {%- set months = 'cast(' ~ dbt.datediff(started_on, as_of_date(), 'month') ~ ' as integer)' -%}
    {%- set fitting = 'greatest(' ~ months ~ ' - mod(' ~ months ~ ', ' ~ interval_months ~ '), '
        ~ interval_months ~ ')' -%}
    {%- set day = add_months(started_on, 'cast(' ~ fitting ~ ' as integer)') -%}
    case
        when {{ day }} > {{ as_of_date() }} then {{ day }}
        else {{ add_months(
            started_on, 'cast(' ~ fitting ~ ' + ' ~ interval_months ~ ' as integer)'
        ) }}
    end
{%- endmacro %}
