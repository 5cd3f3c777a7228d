{#
The CTEs that follow links from row to row to the end of each chain: `chain_ends (from_id, end_id)`.
A link to a row that is not in `targets` leads nowhere, one on a circle leads back: both are ignored.
#}
{% macro follow_links(cte, id, link) -%}
    links (from_id, to_id) as (
        select {{ cte }}.{{ id }}, {{ cte }}.{{ link }}
        from {{ cte }}
        inner join {{ cte }} as targets on {{ cte }}.{{ link }} = targets.{{ id }}
    ),

    reached (from_id, to_id) as (
        select from_id, to_id from links
        union
        select reached.from_id, links.to_id
        from reached
        inner join links on reached.to_id = links.from_id
    ),

    good_links (from_id, to_id) as (
        select from_id, to_id from links
        where from_id not in (select from_id from reached where from_id = to_id)
    ),

    followed (from_id, to_id) as (
        select from_id, to_id from good_links
        union all
        select followed.from_id, good_links.to_id
        from followed
        inner join good_links on followed.to_id = good_links.from_id
    ),

    chain_ends as (
        select from_id, to_id as end_id from followed
        where to_id not in (select from_id from good_links)
    )
{%- endmacro %}
