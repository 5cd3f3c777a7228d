{# Fails for every combination of the grain's columns that occurs twice, or has a null. #}
{% test has_one_row_per(model, grain) %}

    select {{ grain | join(', ') }}
    from {{ model }}
    group by {{ grain | join(', ') }}
    having count(*) > 1 {% for column in grain %} or {{ column }} is null {% endfor %}

{% endtest %}
