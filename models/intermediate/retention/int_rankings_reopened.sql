{#
Grain: one row per measure and slice to be ranked again, and from which month to which. Empty in a
full build, which ranks everybody.
#}

{%- set slice = ['measure', 'dimension', 'dimension_value'] %}

with

affected as (

    select * from {{ ref('int_rankings_affected') }}

),

reopened as (

    select
        {{ slice | join(',\n        ') }},
        min(month_start) as first_month,
        max(month_start) as last_month

    from affected

    group by {{ slice | join(', ') }}

)

select * from reopened
