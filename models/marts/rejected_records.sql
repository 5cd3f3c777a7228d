with

rejected as (

    {% for table in raw_tables() %}
    select
        '{{ table }}' as table_name,
        record_key,
        problem,
        raw_record,
        {{ 'readable_mrr' if table == 'subscription_items' else money('null') }} as mrr_at_stake

    from {{ ref('int_' ~ table ~ '_checked') }}

    where problem is not null

    {{ 'union all' if not loop.last }}

    {% endfor %}
),

described as (

    select
        'billing' as source_system,
        table_name,
        record_key,
        {{ dbt.split_part('problem', "':'", 1) }} as reason,
        substring(problem from position(': ' in problem) + 2) as detail,
        raw_record,
        {{ money('mrr_at_stake') }} as mrr_at_stake

    from rejected

)

select * from described
