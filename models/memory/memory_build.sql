{#- The last model of every build: what it depends on is complete when it is. -#}
{%- set finished = [
    'memory_keys', 'memory_accounts', 'memory_links', 'int_periods_kept', 'dim_customers', 'dim_plans',
    'fct_customer_months', 'fct_mrr_movements', 'metrics_mrr_monthly',
    'metrics_mrr_movements_monthly', 'metrics_retention_monthly',
    'metrics_retention_monthly_by_segment',
    'metrics_retention_by_cohort', 'metrics_retention_health', 'metrics_retention_vs_benchmark',
    'dim_account_health', 'metrics_health_monthly',
    'rejected_records', 'data_quality_summary',
    'semantic_days', 'semantic_products', 'semantic_customer_months', 'semantic_retention',
] %}
{%- for model_name in finished %}
{%- do ref(model_name) %}
{%- endfor %}

with

build as (

    select * from {{ ref('refresh_build') }}

),

extent as (

    select * from {{ ref('refresh_extent') }}

),

finished as (

    select
        build.build_id,
        build.signature,
        build.as_of_date,
        build.reason_for_full_build,
        build.is_full,
        extent.accounts_computed

    from build

    inner join extent on build.build_id = extent.build_id

)

select * from finished
