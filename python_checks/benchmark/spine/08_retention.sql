-- Windows by a join of the snapshots with those of 1, 3 and 12 months before, the base; then the
-- total and each customer dimension.

create or replace table spine_steps.windows as
select
    bases.reporting_level,
    lengths.window_months,
    months.month_start,
    coalesce(customers.segment, 'unknown') as segment,
    coalesce(customers.country, 'unknown') as country,
    coalesce(customers.industry, 'unknown') as industry,
    coalesce(customers.acquisition_channel, 'unknown') as acquisition_channel,
    count(*) as starting_customers,
    count(*) filter (endings.closing_mrr = 0) as churned_customers,
    sum(bases.closing_mrr) as starting_mrr,
    sum(greatest(endings.closing_mrr - bases.closing_mrr, 0)) as expansion_mrr,
    coalesce(
        sum(least(endings.closing_mrr - bases.closing_mrr, 0)) filter (endings.closing_mrr > 0), 0
    ) as contraction_mrr,
    coalesce(-sum(bases.closing_mrr) filter (endings.closing_mrr = 0), 0) as churned_mrr,
    sum(endings.closing_mrr) as ending_mrr,
    sum(least(endings.closing_mrr, bases.closing_mrr)) as retained_mrr
from spine_steps.reported_months as months
cross join (values (1), (3), (12)) as lengths (window_months)
inner join spine_steps.snapshots as bases
    on add_months(months.month_start, -lengths.window_months) = bases.month_start
inner join spine_steps.snapshots as endings
    on bases.reporting_level = endings.reporting_level
    and bases.customer_id = endings.customer_id
    and months.month_start = endings.month_start
left join spine_steps.customers on bases.customer_id = customers.customer_id
where bases.closing_mrr > 0
group by all;

create or replace temp macro sums_by(dimension_name, value_of) as table
    select
        reporting_level,
        window_months,
        month_start,
        dimension_name as dimension,
        value_of as dimension_value,
        sum(starting_customers) as starting_customers,
        sum(churned_customers) as churned_customers,
        sum(starting_mrr) as starting_mrr,
        sum(expansion_mrr) as expansion_mrr,
        sum(contraction_mrr) as contraction_mrr,
        sum(churned_mrr) as churned_mrr,
        sum(ending_mrr) as ending_mrr,
        sum(retained_mrr) as retained_mrr
    from spine_steps.windows
    group by all;

create or replace table spine_steps.window_sums as
select * from sums_by('total', 'total')
union all
select * from sums_by('segment', segment)
union all
select * from sums_by('country', country)
union all
select * from sums_by('industry', industry)
union all
select * from sums_by('acquisition_channel', acquisition_channel);

create or replace table spine_steps.slices as
with

payers as (
    select distinct
        snapshots.reporting_level,
        coalesce(customers.segment, 'unknown') as segment,
        coalesce(customers.country, 'unknown') as country,
        coalesce(customers.industry, 'unknown') as industry,
        coalesce(customers.acquisition_channel, 'unknown') as acquisition_channel
    from spine_steps.snapshots
    left join spine_steps.customers on snapshots.customer_id = customers.customer_id
    where snapshots.month_start = snapshots.cohort_month
)

select distinct
    payers.reporting_level,
    dimensions.dimension,
    case dimensions.dimension
        when 'total' then 'total'
        when 'segment' then payers.segment
        when 'country' then payers.country
        when 'industry' then payers.industry
        when 'acquisition_channel' then payers.acquisition_channel
    end as dimension_value
from payers
cross join
    (values ('total'), ('segment'), ('country'), ('industry'), ('acquisition_channel'))
        as dimensions (dimension);

create or replace table spine_steps.rated_windows as
with

rows_to_show as (
    select
        slices.*,
        lengths.window_months,
        months.month_start,
        months.is_complete_month
    from spine_steps.slices
    cross join (values (1), (3), (12)) as lengths (window_months)
    inner join spine_steps.reported_months as months
        on months.month_start >= (
            select add_months(min(spine.month_start), lengths.window_months)
            from spine_steps.reported_months as spine
        )
),

filled as (
    select
        rows_to_show.reporting_level,
        rows_to_show.window_months,
        rows_to_show.month_start,
        rows_to_show.is_complete_month,
        rows_to_show.dimension,
        rows_to_show.dimension_value,
        coalesce(sums.starting_customers, 0) as starting_customers,
        coalesce(sums.churned_customers, 0) as churned_customers,
        coalesce(sums.starting_mrr, 0) as starting_mrr,
        coalesce(sums.expansion_mrr, 0) as expansion_mrr,
        coalesce(sums.contraction_mrr, 0) as contraction_mrr,
        coalesce(sums.churned_mrr, 0) as churned_mrr,
        coalesce(sums.ending_mrr, 0) as ending_mrr,
        coalesce(sums.retained_mrr, 0) as retained_mrr
    from rows_to_show
    left join spine_steps.window_sums as sums
        on rows_to_show.reporting_level = sums.reporting_level
        and rows_to_show.window_months = sums.window_months
        and rows_to_show.month_start = sums.month_start
        and rows_to_show.dimension = sums.dimension
        and rows_to_show.dimension_value = sums.dimension_value
),

year_sums as (
    select
        *,
        sum(starting_customers) over last_year as year_starting_customers,
        sum(churned_customers) over last_year as year_churned_customers,
        sum(starting_mrr) over last_year as year_starting_mrr,
        sum(ending_mrr) over last_year as year_ending_mrr,
        sum(retained_mrr) over last_year as year_retained_mrr
    from filled
    window
        last_year as (
            partition by reporting_level, window_months, dimension, dimension_value
            order by month_start
            rows between 11 preceding and current row
        )
)

select
    reporting_level,
    month_start,
    dimension,
    dimension_value,
    is_complete_month,
    window_months,
    starting_customers::integer as starting_customers,
    churned_customers::integer as churned_customers,
    money(starting_mrr) as starting_mrr,
    money(expansion_mrr) as expansion_mrr,
    money(contraction_mrr) as contraction_mrr,
    money(churned_mrr) as churned_mrr,
    money(ending_mrr) as ending_mrr,
    money(retained_mrr) as retained_mrr,
    ratio(ending_mrr, starting_mrr) as net_revenue_retention,
    ratio(retained_mrr, starting_mrr) as gross_revenue_retention,
    ratio(churned_customers, starting_customers) as logo_churn_rate,
    ratio(year_ending_mrr, year_starting_mrr) as average_net_revenue_retention,
    ratio(year_retained_mrr, year_starting_mrr) as average_gross_revenue_retention,
    ratio(year_churned_customers, year_starting_customers) as average_logo_churn_rate
from year_sums;

create or replace table spine.metrics_retention_monthly as
select * exclude (dimension, dimension_value) from spine_steps.rated_windows
where dimension = 'total';

create or replace table spine.metrics_retention_monthly_by_segment as
select * from spine_steps.rated_windows
where dimension <> 'total';

create or replace table spine.metrics_retention_by_cohort as
with

followed as (
    select
        reporting_level,
        cohort_month,
        month_start,
        is_complete_month,
        count(*)::hugeint as cohort_customers,
        count(*) filter (closing_mrr > 0)::hugeint as active_customers,
        sum(cohort_mrr) as cohort_mrr,
        sum(closing_mrr) as mrr,
        sum(least(closing_mrr, cohort_mrr)) as retained_mrr
    from spine_steps.snapshots
    group by reporting_level, cohort_month, month_start, is_complete_month
)

select
    reporting_level,
    cohort_month,
    month_start,
    is_complete_month,
    date_diff('month', cohort_month, month_start)::integer as months_since_cohort,
    cohort_customers::integer as cohort_customers,
    active_customers::integer as active_customers,
    money(cohort_mrr) as cohort_mrr,
    money(mrr) as mrr,
    money(retained_mrr) as retained_mrr,
    ratio(mrr, cohort_mrr) as net_revenue_retention,
    ratio(retained_mrr, cohort_mrr) as gross_revenue_retention,
    ratio(active_customers, cohort_customers) as logo_retention_rate,
    ratio(cohort_customers - active_customers, cohort_customers) as logo_churn_rate
from followed;
