{#- Whoever builds what depends on raw tables decides anew what that is. -#}
{%- for table in raw_tables() %}
{%- do ref(table) if use_sample_data() else source(raw_source(table), table) %}
{%- endfor %}
{%- set reason = reason_for_full_build() if execute %}
{%- set last = row_of('memory_build') if execute %}

with

build as (

    select
        '{{ invocation_id }}' as build_id,
        '{{ signature() if execute }}' as signature,
        {{ as_of_date() }} as as_of_date,
        cast('{{ reason or '' }}' as text) as reason_for_full_build,
        cast('{{ models_left_out() if execute }}' as text) as models_left_out,
        {{ reason is not none }} as is_full,
        {{ reason is none and last is not none and last['as_of_date'] | string == as_of_day() }}
            as is_same_day,
        {% if reason is none and last is not none %}
        {{ first_month_to_write(last['as_of_date']) }} as first_month_to_write
        {% else %}
        cast(null as date) as first_month_to_write
        {% endif %}

)

select * from build
