{# Grain: one row per way of counting and reporting level at which such customers are shown. #}

{{ config(materialized='view') }}

with

levels as (

    {% for counted_at, reporting_level in [
        ('customer', 'customer'), ('parent', 'parent'), ('both', 'customer'), ('both', 'parent'),
    ] %}
    select
        '{{ counted_at }}' as counted_at,
        '{{ reporting_level }}' as reporting_level

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from levels where reporting_level in ({{ reporting_levels() }})
