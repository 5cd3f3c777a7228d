{# An amount with its six decimals; rounds half away from zero. #}
{% macro money(amount) -%}
    cast({{ amount }} as numeric(28, 6))
{%- endmacro %}


{# An amount as a whole number of millionths: the unit of exact division. #}
{% macro millionths(amount) -%}
    {{ adapter.dispatch('millionths')(amount) }}
{%- endmacro %}

{% macro default__millionths(amount) -%}
    cast({{ money(amount) }} * 1000000 as {{ whole_number() }})
{%- endmacro %}

{# Those of nearly every amount fit into 64 bits, which take a twentieth of the time. #}
{% macro duckdb__millionths(amount) -%}
    case
        when abs({{ amount }}) < 999999
            then cast(cast({{ amount }} as numeric(18, 6)) * 1000000 as {{ whole_number() }})
        else {{ default__millionths(amount) }}
    end
{%- endmacro %}


{# Millionths as an amount again. #}
{% macro from_millionths(millionths) -%}
    {{ money('cast(' ~ millionths ~ ' as numeric(38, 0)) * 0.000001') }}
{%- endmacro %}


{#
An amount converted at a rate and rounded once; at a rate of 1 there is nothing to convert. Beside the
rate's short form, where it has one, the product of most amounts fits into 64 bits: a quarter of the time.
#}
{% macro converted(amount, rate, short_rate=none) -%}
    case
        when {{ rate }} = 1 then {{ money(amount) }}
        {% if short_rate -%}
        when {{ short_rate }} is not null and abs({{ amount }}) < 99999
            then {{ money('cast(' ~ amount ~ ' as numeric(11, 6)) * ' ~ short_rate) }}
        {% endif -%}
        else {{ money('(' ~ amount ~ ') * ' ~ rate) }}
    end
{%- endmacro %}


{# The same rate in seven digits; null where it needs more. #}
{% macro shortened(rate) -%}
    case
        when abs({{ rate }}) < 9 and {{ rate }} = {{ money(rate) }}
            then cast({{ rate }} as numeric(7, 6))
    end
{%- endmacro %}


{# numerator / denominator as a fraction of 1, rounded once; null for an empty base. #}
{% macro ratio(numerator, denominator) -%}
    case
        when ({{ denominator }}) > 0
            then {{ from_millionths(
                rounded_division(millionths(numerator) ~ ' * 1000000', millionths(denominator))
            ) }}
    end
{%- endmacro %}
