{#
Grain: one row per posting, reporting level, window, slice and month in which the window's base, or what
became of it, changes; by how much. A later build posts the difference that the accounts computed anew
make.
#}

{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='posting_id'
) }}

{%- set measures = [
    'starting_customers', 'churned_customers', 'growing_customers', 'losing_customers',
    'starting_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'ending_mrr', 'retained_mrr',
] %}

with

changes as (

    select * from {{ ref('int_retention_changes') }}

),

levels_shown as (

    select * from {{ ref('int_levels_shown') }}

),

postings as (

    select * from {{ ref('int_posting_identified') }}

),

at_levels as (

    select
        postings.posting_id,
        levels_shown.reporting_level,
        changes.window_months,
        changes.month_start,
        {% for dimension in policy('customer_dimensions') %}
        changes.{{ dimension }},
        {% endfor %}
        changes.{{ measures | join(',\n        changes.') }}

    from changes

    inner join levels_shown on changes.counted_at = levels_shown.counted_at

    cross join postings

),

sliced as (

    {% for dimension in ['total'] + policy('customer_dimensions') %}
    select
        posting_id,
        reporting_level,
        window_months,
        '{{ dimension }}' as dimension,
        {{ "'total'" if dimension == 'total' else dimension }} as dimension_value,
        {% for measure in measures %}
        sum({{ measure }}) as {{ measure }},
        {% endfor %}
        month_start

    from at_levels

    group by
        posting_id,
        reporting_level,
        window_months,
        {{ dimension ~ ',' if dimension != 'total' }}
        month_start

    {{ 'union all' if not loop.last }}

    {% endfor %}
)

select * from sliced
