with

benchmarks as (

    select * from {{ ref('retention_benchmarks') }}

),

typed as (

    select
        cast(benchmark_id as text) as benchmark_id,
        cast(metric as text) as metric,
        cast(company_kind as text) as company_kind,
        nullif(cast(segment as text), '') as segment,
        nullif(cast(currency as text), '') as currency,
        cast(stated_as as text) as stated_as,
        cast(source as text) as source,
        cast(source_year as integer) as source_year,
        {% for amount in ['min_arr', 'max_arr', 'min_acv', 'max_acv'] %}
        {{ money(amount) }} as {{ amount }},
        {% endfor %}
        {{ money('low_rate') }} as low_rate,
        {{ money('high_rate') }} as high_rate,
        {{ money('median_rate') }} as median_rate,
        {{ money('top_quartile_rate') }} as top_quartile_rate,
        {{ money('best_in_class_rate') }} as best_in_class_rate

    from benchmarks

)

select * from typed
