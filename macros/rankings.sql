{#
How many of the largest customers a ranking lists. Ten are asked for; the others are a reserve, so that
a ranking from which some go need not be made again.
#}
{% macro listed_places() %} {{ return(20) }} {% endmacro %}
