"""Whatever is asked of MetricFlow, and however it is sliced, the answer is the marts'."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from dbt.adapters.factory import get_adapter_by_type
from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import AdapterBackedSqlClient
from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import dbtProjectMetadata
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from python_checks.compiling import PROJECT_ROOT, build_project

DIMENSIONS = ("segment", "country", "industry", "acquisition_channel")
WINDOWS = (1, 3, 12)
GRAINS = ("month", "quarter", "year")

# Metric name -> the sum over the rows of a slice, and whether it is a snapshot.
MONTHLY = {
    "mrr": "closing_mrr",
    "arr": "arr",
    "customers": "closing_customers",
    "new_mrr": "new_mrr",
    "reactivation_mrr": "reactivation_mrr",
    "expansion_mrr": "expansion_mrr",
    "contraction_mrr": "contraction_mrr",
    "churn_mrr": "churn_mrr",
    "net_new_mrr": "closing_mrr - opening_mrr",
    "new_customers": "new_customers",
    "reactivated_customers": "reactivated_customers",
    "churned_customers": "churned_customers",
    "gained_mrr": "new_mrr + reactivation_mrr + expansion_mrr",
    "lost_mrr": "-contraction_mrr - churn_mrr",
}
SNAPSHOTS = ("mrr", "arr", "customers")
RATES = {
    "nrr": "net_revenue_retention",
    "grr": "gross_revenue_retention",
    "logo_churn": "logo_churn_rate",
    "logo_retention": "1 - logo_churn_rate",
}
BASES = {
    "starting_mrr": "starting_mrr",
    "ending_mrr": "ending_mrr",
    "retained_mrr": "retained_mrr",
    "starting_customers": "starting_customers",
    "churned_customers": "churned_customers",
    "retained_customers": "starting_customers - churned_customers",
}

Number = float | None
Answers = dict[tuple[object, ...], tuple[Number, ...]]


class Company:
    """The sample company, built once: MetricFlow's engine and SQL over the same database."""

    def __init__(self, folder: Path) -> None:
        """Build into `folder`, and open MetricFlow's engine on it in this process."""
        database_file = build_project(
            folder, "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"
        )
        manifest = (folder / "target" / "semantic_manifest.json").read_text(encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DUCKDB_PATH", str(database_file))
            dbtProjectMetadata.load_from_paths(PROJECT_ROOT, PROJECT_ROOT)
        self.client = AdapterBackedSqlClient(get_adapter_by_type("duckdb"))  # type: ignore[no-untyped-call]
        self.manifest = parse_manifest_from_dbt_generated_manifest(manifest)
        self.engine = MetricFlowEngine(SemanticManifestLookup(self.manifest), self.client)

    def ask(self, metrics: Sequence[str], group_by: Sequence[str], *where: str) -> Answers:
        """The answers of MetricFlow: group -> one number for each metric."""
        table = self.engine.query(
            MetricFlowQueryRequest.create(
                metric_names=list(metrics), group_by_names=list(group_by), where_constraints=where
            )
        ).result_df
        assert table is not None
        order = [table.column_name_index(name) for name in [*group_by, *metrics]]
        return keyed([[row[index] for index in order] for row in table.rows], len(group_by))

    def sql(self, query: str, keys: int) -> Answers:
        """The answers of a query over the marts, whose first columns are the group."""
        return keyed(self.client.query(query).rows, keys)


def keyed(rows: Sequence[Sequence[object]], keys: int) -> Answers:
    return {tuple(map(plain, row[:keys])): tuple(map(number, row[keys:])) for row in rows}


def plain(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def number(value: object) -> Number:
    return None if value is None else float(str(value))


def assert_same(asked: Answers, expected: Answers) -> None:
    """Every group has its numbers; a group that one side leaves out is empty on the other."""
    assert asked.keys() & expected.keys()
    for group in asked.keys() | expected.keys():
        if group in asked and group in expected:
            for one, other in zip(asked[group], expected[group], strict=True):
                assert one == other if None in (one, other) else near(one, other), group
        else:
            assert not any(asked.get(group, ()) + expected.get(group, ())), group


def near(one: Number, other: Number) -> bool:
    """Alike to six decimals; MetricFlow hands amounts over as floats."""
    assert one is not None
    assert other is not None
    return abs(one - other) <= 1e-6 + 1e-12 * abs(other)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("semantic"))


def month_ends(grain: str) -> str:
    """SQL: the last month of each month, quarter or year of the history."""
    return (
        "month_start in (select max(month_start) from marts.metrics_mrr_monthly "
        f"group by date_trunc('{grain}', month_start))"
    )


@pytest.mark.parametrize("grain", GRAINS)
def test_money_and_customers_are_the_marts(company: Company, grain: str) -> None:
    sums = ", ".join(
        f"sum({column}) filter (where {month_ends(grain)})"
        if name in SNAPSHOTS
        else f"sum({column})"
        for name, column in MONTHLY.items()
    )
    expected = company.sql(
        f"select cast(date_trunc('{grain}', month_start) as timestamp), {sums} "
        "from marts.metrics_mrr_monthly where reporting_level = 'customer' group by 1",
        1,
    )
    assert_same(company.ask(list(MONTHLY), [f"metric_time__{grain}"]), expected)


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("level", ["customer", "parent"])
def test_rates_are_the_marts(company: Company, level: str, window: int, grain: str) -> None:
    columns = {**RATES, **BASES}
    prefix = "" if level == "customer" else "family_"
    expected = company.sql(
        f"select cast(date_trunc('{grain}', month_start) as timestamp), "
        f"{', '.join(columns.values())} from marts.metrics_retention_monthly where "
        f"reporting_level = '{level}' and window_months = {window} and {month_ends(grain)}",
        1,
    )
    names = [f"{prefix}{name}_{window}m" for name in columns]
    assert_same(company.ask(names, [f"metric_time__{grain}"]), expected)


@pytest.mark.parametrize("grain", ["month", "quarter"])
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_rates_of_segments_are_the_marts(
    company: Company, dimension: str, window: int, grain: str
) -> None:
    columns = {**RATES, **BASES}
    expected = company.sql(
        f"select cast(date_trunc('{grain}', month_start) as timestamp), dimension_value, "
        f"{', '.join(columns.values())} from marts.metrics_retention_monthly_by_segment where "
        f"reporting_level = 'customer' and dimension = '{dimension}' "
        f"and window_months = {window} and {month_ends(grain)}",
        2,
    )
    names = [f"{name}_{window}m" for name in columns]
    asked = company.ask(names, [f"metric_time__{grain}", f"customer__{dimension}"])
    assert_same(asked, expected)


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("grain", GRAINS)
def test_money_by_dimension_is_the_customer_months(
    company: Company, dimension: str, grain: str
) -> None:
    names = ["mrr", "customers", "net_new_mrr", "churn_mrr", "new_customers", "arpa"]
    last = f"filter (where {month_ends(grain)})"
    expected = company.sql(
        f"select cast(date_trunc('{grain}', month_start) as timestamp), "
        f"coalesce({dimension}, 'unknown'), coalesce(sum(closing_mrr) {last}, 0) as mrr, "
        f"count(*) filter (where closing_mrr > 0 and {month_ends(grain)}) as customers, "
        "sum(mrr_change), coalesce(sum(mrr_change) filter (where movement = 'churn'), 0), "
        "count(*) filter (where movement = 'new'), cast(mrr as double) / nullif(customers, 0) "
        "from marts.fct_customer_months inner join marts.dim_customers using (customer_id) "
        "where reporting_level = 'customer' group by 1, 2",
        2,
    )
    assert_same(company.ask(names, [f"metric_time__{grain}", f"customer__{dimension}"]), expected)


def test_changes_by_driver_and_product_are_the_marts(company: Company) -> None:
    groups = ["metric_time__month", "mrr_movement__driver", "product"]
    expected = company.sql(
        "select cast(month_start as timestamp), driver, product_id, sum(mrr_change) "
        "from marts.fct_mrr_movements where reporting_level = 'customer' group by 1, 2, 3",
        3,
    )
    assert_same(company.ask(["mrr_change"], groups), expected)


def test_cohorts_are_the_marts(company: Company) -> None:
    columns = {
        "cohort_customers": "cohort_customers",
        "cohort_starting_mrr": "cohort_mrr",
        "customers": "active_customers",
        "mrr": "mrr",
        "cohort_nrr": "net_revenue_retention",
        "cohort_logo_retention": "logo_retention_rate",
    }
    expected = company.sql(
        "select cast(month_start as timestamp), cast(cohort_month as timestamp), "
        f"{', '.join(columns.values())} from marts.metrics_retention_by_cohort "
        "where reporting_level = 'customer'",
        2,
    )
    groups = ["metric_time__month", "customer_month__cohort_month__month"]
    assert_same(company.ask(list(columns), groups), expected)


def test_derived_rates_are_the_marts(company: Company) -> None:
    expected = company.sql(
        "select cast(mrr.month_start as timestamp), quick_ratio, "
        "cast(closing_mrr as double) / nullif(closing_customers, 0), "
        "cast(closing_mrr as double) / nullif(closing_customers, 0) "
        "/ nullif(cast(churned.churned_customers as double) / starting_customers, 0) "
        "from marts.metrics_mrr_monthly as mrr left join marts.metrics_retention_monthly "
        "as churned on churned.reporting_level = mrr.reporting_level "
        "and churned.month_start = mrr.month_start and churned.window_months = 1 "
        "where mrr.reporting_level = 'customer'",
        1,
    )
    assert_same(company.ask(["quick_ratio", "arpa", "ltv"], ["metric_time__month"]), expected)


def test_every_metric_answers_in_total(company: Company) -> None:
    for metric in company.manifest.metrics:
        (answer,) = company.ask([metric.name], []).values()
        assert answer[0] is not None, metric.name


def test_a_segment_that_has_left_is_read_at_the_end_of_the_quarter(company: Company) -> None:
    """A filter does not move the month-end at which a snapshot is read."""
    all_groups = company.ask(["mrr"], ["metric_time__quarter", "customer__segment"])
    for segment in {group[1] for group in all_groups}:
        where = f"{{{{ Dimension('customer__segment') }}}} = '{segment}'"
        one = company.ask(["mrr"], ["metric_time__quarter"], where)
        for (quarter,), answer in one.items():
            assert answer == pytest.approx(all_groups[quarter, segment]), (quarter, segment)


def test_averaging_the_rates_of_segments_is_wrong(company: Company) -> None:
    """The docs show the right and the wrong number: both are computed anew here."""
    where = "{{ TimeDimension('metric_time', 'month') }} = '2026-04-01'"
    (right,) = company.ask(["nrr_12m"], [], where).values()
    segments = company.ask(["nrr_12m"], ["customer__segment"], where)
    rates = [rate for (rate,) in segments.values() if rate is not None]
    wrong = sum(rates) / len(rates)
    words = (PROJECT_ROOT / "models" / "_semantic.md").read_text(encoding="utf-8")
    assert f"| NRR, 12 months | {right[0]:.6f} |" in words
    assert f"| Average of the segments' rates (wrong) | {wrong:.6f} |" in words
