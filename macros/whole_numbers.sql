{# Exact arithmetic with whole numbers, none below zero, where decimals would turn into floats. #}


{# The type of a whole number of up to 38 digits. #}
{% macro whole_number() -%}
    {{ adapter.dispatch('whole_number')() }}
{%- endmacro %}

{% macro default__whole_number() -%} numeric(38, 0) {%- endmacro %}

{% macro duckdb__whole_number() -%} hugeint {%- endmacro %}


{# factor x multiplier / divisor without its remainder. #}
{% macro quotient(factor, multiplier, divisor) -%}
    {{ adapter.dispatch('quotient')(factor, multiplier, divisor) }}
{%- endmacro %}

{% macro default__quotient(factor, multiplier, divisor) -%}
    div(({{ factor }}) * ({{ multiplier }}), {{ divisor }})
{%- endmacro %}

{# In two limbs, as on paper, so that no product leaves 128 bits. #}
{% macro duckdb__quotient(factor, multiplier, divisor) -%}
    (({{ factor }}) // 1000000000 * ({{ multiplier }})) // ({{ divisor }}) * 1000000000
    + ({{ two_limbs_rest(factor, multiplier, divisor) }}) // ({{ divisor }})
{%- endmacro %}

{% macro two_limbs_rest(factor, multiplier, divisor) -%}
    (({{ factor }}) // 1000000000 * ({{ multiplier }})) % ({{ divisor }}) * 1000000000
    + ({{ factor }}) % 1000000000 * ({{ multiplier }})
{%- endmacro %}


{# What that quotient leaves. #}
{% macro remainder(factor, multiplier, divisor) -%}
    {{ adapter.dispatch('remainder')(factor, multiplier, divisor) }}
{%- endmacro %}

{% macro default__remainder(factor, multiplier, divisor) -%}
    mod(({{ factor }}) * ({{ multiplier }}), {{ divisor }})
{%- endmacro %}

{% macro duckdb__remainder(factor, multiplier, divisor) -%}
    ({{ two_limbs_rest(factor, multiplier, divisor) }}) % ({{ divisor }})
{%- endmacro %}


{# The quotient rounded once, half away from zero. #}
{% macro rounded_quotient(factor, multiplier, divisor) -%}
    {{ adapter.dispatch('rounded_quotient')(factor, multiplier, divisor) }}
{%- endmacro %}

{% macro default__rounded_quotient(factor, multiplier, divisor) -%}
    {{ quotient(factor, multiplier, divisor) }}
    + case
        when 2 * ({{ remainder(factor, multiplier, divisor) }}) >= ({{ divisor }}) then 1 else 0
    end
{%- endmacro %}

{# Nearly every product fits into 64 bits, which divide twenty times as fast as two limbs do. #}
{% macro duckdb__rounded_quotient(factor, multiplier, divisor) -%}
    {%- set limit = 4000000000000000000 -%}
    case
        when
            case
                when
                    ({{ factor }}) < {{ limit }} and ({{ multiplier }}) < {{ limit }}
                    and ({{ divisor }}) < {{ limit // 4 }}
                    then ({{ factor }}) * ({{ multiplier }}) < {{ limit }}
            end
            then {{ rounded_division(
                'cast((' ~ factor ~ ') * (' ~ multiplier ~ ') as bigint)',
                'cast(' ~ divisor ~ ' as bigint)'
            ) }}
        else {{ default__rounded_quotient(factor, multiplier, divisor) }}
    end
{%- endmacro %}


{# numerator / denominator rounded once, half away from zero, where no product leaves 38 digits. #}
{% macro rounded_division(numerator, denominator) -%}
    {{ adapter.dispatch('rounded_division')(numerator, denominator) }}
{%- endmacro %}

{% macro default__rounded_division(numerator, denominator) -%}
    div(2 * {{ numerator }} + {{ denominator }}, 2 * {{ denominator }})
{%- endmacro %}

{% macro duckdb__rounded_division(numerator, denominator) -%}
    (2 * {{ numerator }} + {{ denominator }}) // (2 * {{ denominator }})
{%- endmacro %}


{# The product of a column of whole numbers: an aggregate. #}
{% macro product(column) -%}
    {{ adapter.dispatch('product')(column) }}
{%- endmacro %}

{% macro duckdb__product(column) -%}
    list_reduce(list({{ column }}), lambda one, other: one * other)
{%- endmacro %}

{% macro postgres__product(column) -%}
    {{ target.schema }}.product({{ column }})
{%- endmacro %}
