{# An amount with its six decimals; rounds half away from zero. #}
{% macro money(amount) -%}
    cast({{ amount }} as numeric(28, 6))
{%- endmacro %}


{# An amount as a whole number of millionths: the unit of exact division. #}
{% macro millionths(amount) -%}
    cast({{ money(amount) }} * 1000000 as {{ whole_number() }})
{%- endmacro %}


{# Millionths as an amount again. #}
{% macro from_millionths(millionths) -%}
    {{ money('cast(' ~ millionths ~ ' as numeric(38, 0)) * 0.000001') }}
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
