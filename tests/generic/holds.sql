{# Fails for every row on which the expression is not true: an unknown is a failure too. #}
{% test holds(model, expression) %}

    select * from {{ model }}
    where not coalesce({{ expression }}, false)

{% endtest %}
