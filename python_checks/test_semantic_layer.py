"""Whatever is asked of MetricFlow, and however it is sliced, the answer is the marts'."""

import json
import shlex
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.adapters.factory import get_adapter_by_type
from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import AdapterBackedSqlClient
from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import dbtProjectMetadata
from metricflow.data_table.mf_table import MetricFlowDataTable
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from python_checks.compiling import PROJECT_ROOT, compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables
from python_checks.replay import write_database
from python_checks.sample_company import SAMPLE_AS_OF_DATE

# One worker runs all of this file, so that the company is built once.
pytestmark = pytest.mark.xdist_group("semantic_layer")

DIMENSIONS = ("segment", "country", "industry", "acquisition_channel")
CUTS = (*((dimension,) for dimension in DIMENSIONS), ("segment", "country"))
WINDOWS = (1, 3, 12)
GRAINS = ("month", "quarter", "year")
METRICS_AT_ONCE = 15

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

    def __init__(self, folder: Path, raw: RawTables) -> None:
        """Build into `folder`, and open MetricFlow's engine on it in this process."""
        compiled = compile_project(Policy(SAMPLE_AS_OF_DATE))
        self.page = page_of(json.loads(compiled.manifest_path.read_text("utf-8")))
        manifest = compiled.manifest_path.with_name("semantic_manifest.json").read_text("utf-8")
        self.database_file = write_database(compiled, folder, raw)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DUCKDB_PATH", str(self.database_file))
            dbtProjectMetadata.load_from_paths(PROJECT_ROOT, PROJECT_ROOT)
        self.client = AdapterBackedSqlClient(get_adapter_by_type("duckdb"))  # type: ignore[no-untyped-call]
        self.manifest = parse_manifest_from_dbt_generated_manifest(manifest)
        self.engine = MetricFlowEngine(SemanticManifestLookup(self.manifest), self.client)

    def ask(self, metrics: Sequence[str], group_by: Sequence[str], *where: str) -> Answers:
        """The answers of MetricFlow: group -> one number for each metric."""
        table = self.query(
            metric_names=list(metrics), group_by_names=list(group_by), where_constraints=where
        )
        order = [table.column_name_index(name) for name in [*group_by, *metrics]]
        return keyed([[row[index] for index in order] for row in table.rows], len(group_by))

    def query(self, **request: Any) -> MetricFlowDataTable:
        """The table that MetricFlow answers with."""
        table = self.engine.query(MetricFlowQueryRequest.create(**request)).result_df
        assert table is not None
        return table

    def sql(self, query: str, keys: int) -> Answers:
        """The answers of a query over the marts, whose first columns are the group."""
        return keyed(self.client.query(query).rows, keys)


def page_of(manifest: dict[str, Any]) -> str:
    """The page of the semantic layer as the docs site shows it."""
    return str(manifest["docs"]["doc.subscription_retention.semantic_layer"]["block_contents"])


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


@pytest.fixture(scope="module")
def company(sample: RawTables, tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("semantic"), sample)


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


@pytest.mark.parametrize("grain", GRAINS)
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


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("window", WINDOWS)
def test_rates_of_two_dimensions_at_once_are_the_customer_months(
    company: Company, window: int, grain: str
) -> None:
    expected = company.sql(
        "with ends as (select * from marts.fct_customer_months "
        "where reporting_level = 'customer'), "
        f"starts as (select customer_id, month_start + interval {window} month as month_start, "
        "closing_mrr as starting_mrr from ends where closing_mrr > 0), "
        "windows as (select *, coalesce(closing_mrr, 0) as ending_mrr "
        "from starts left join ends using (customer_id, month_start)) "
        f"select cast(date_trunc('{grain}', month_start) as timestamp), {groups_of('segment')}, "
        f"{groups_of('country')}, cast(sum(ending_mrr) as double) / sum(starting_mrr), "
        "cast(sum(least(starting_mrr, ending_mrr)) as double) / sum(starting_mrr), "
        "avg(case when ending_mrr = 0 then 1 else 0 end), "
        "avg(case when ending_mrr > 0 then 1 else 0 end), sum(starting_mrr), count(*) "
        "from windows inner join marts.dim_customers using (customer_id) "
        f"where {month_ends(grain)} group by 1, 2, 3",
        3,
    )
    names = [f"{name}_{window}m" for name in (*RATES, "starting_mrr", "starting_customers")]
    groups = [f"metric_time__{grain}", "customer__segment", "customer__country"]
    assert_same(company.ask(names, groups), expected)


def groups_of(dimension: str) -> str:
    return f"coalesce({dimension}, 'unknown')"


@pytest.mark.parametrize("cut", CUTS, ids="_and_".join)
@pytest.mark.parametrize("grain", GRAINS)
def test_money_by_dimension_is_the_customer_months(
    company: Company, cut: tuple[str, ...], grain: str
) -> None:
    names = ["mrr", "customers", "net_new_mrr", "churn_mrr", "new_customers", "arpa"]
    last = f"filter (where {month_ends(grain)})"
    groups = ", ".join(map(groups_of, cut))
    expected = company.sql(
        f"select cast(date_trunc('{grain}', month_start) as timestamp), {groups}, "
        f"coalesce(sum(closing_mrr) {last}, 0) as mrr, "
        f"count(*) filter (where closing_mrr > 0 and {month_ends(grain)}) as customers, "
        "sum(mrr_change), coalesce(sum(mrr_change) filter (where movement = 'churn'), 0), "
        "count(*) filter (where movement = 'new'), cast(mrr as double) / nullif(customers, 0) "
        "from marts.fct_customer_months inner join marts.dim_customers using (customer_id) "
        "where reporting_level = 'customer' group by all",
        1 + len(cut),
    )
    asked = company.ask(names, [f"metric_time__{grain}", *(f"customer__{name}" for name in cut)])
    assert_same(asked, expected)


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
    names = [metric.name for metric in company.manifest.metrics]
    for first in range(0, len(names), METRICS_AT_ONCE):
        some = names[first : first + METRICS_AT_ONCE]
        (answers,) = company.ask(some, []).values()
        assert [name for name, one in zip(some, answers, strict=True) if one is None] == []


def test_every_saved_query_answers_in_its_order(company: Company) -> None:
    for saved in company.manifest.saved_queries:
        table = company.query(saved_query_name=saved.name)
        keys = [row[: len(saved.query_params.group_by)] for row in table.rows]
        assert keys == sorted(keys), saved.name
        assert keys, saved.name


def test_every_query_of_the_page_answers(company: Company) -> None:
    queries = list(queries_of(company.page))
    assert queries
    for query in queries:
        assert company.query(**query).row_count, query


def queries_of(page: str) -> Iterator[dict[str, Any]]:
    """The options of each `mf query`, under the names that a request has for them."""
    arguments = {
        "--metrics": "metric_names",
        "--group-by": "group_by_names",
        "--order": "order_by_names",
        "--where": "where_constraints",
        "--saved-query": "saved_query_name",
    }
    for line in page.splitlines():
        if "mf query" in line:
            words = shlex.split(line)[2:]
            yield {
                arguments[option]: split_option(option, value)
                for option, value in zip(words[::2], words[1::2], strict=True)
            }


def split_option(option: str, value: str) -> str | list[str]:
    if option == "--saved-query":
        return value
    return [value] if option == "--where" else value.split(",")


def test_every_column_of_the_semantic_models_is_in_its_relation(
    company: Company, tmp_path: Path
) -> None:
    assert missing_columns(company, Path(shutil.copy(company.database_file, tmp_path))) == []


# A column of a mart that some semantic model reads, itself or through a view.
@pytest.mark.parametrize(
    ("mart", "column"),
    [
        ("dim_customers", "customer_id"),
        ("dim_customers", "segment"),
        ("dim_plans", "product_family"),
        ("fct_customer_months", "closing_mrr"),
        ("fct_customer_months", "cohort_month"),
        ("fct_customer_months", "movement"),
        ("fct_mrr_movements", "driver"),
        ("fct_mrr_movements", "mrr_change"),
    ],
)
def test_a_mart_does_not_lose_a_column_unseen(
    company: Company, tmp_path: Path, mart: str, column: str
) -> None:
    copy = Path(shutil.copy(company.database_file, tmp_path))
    with duckdb.connect(str(copy)) as database:
        database.execute(f"alter table marts.{mart} rename column {column} to renamed")
    complaints = missing_columns(company, copy)
    assert complaints
    assert all(f'"{column}"' in complaint for complaint in complaints), complaints


def missing_columns(company: Company, database_file: Path) -> list[str]:
    """What the database says of each expression of a semantic model that it cannot read."""
    with duckdb.connect(str(database_file)) as database:
        queries = dict.fromkeys(queries_of_expressions(company))
        return [complaint for query in queries if (complaint := complaint_of(database, query))]


def queries_of_expressions(company: Company) -> Iterator[str]:
    for model in company.manifest.semantic_models:
        for part in (*model.entities, *model.dimensions, *model.measures):
            relation = model.node_relation.relation_name
            yield f"select {part.expr or part.name} from {relation} limit 0"


def complaint_of(database: duckdb.DuckDBPyConnection, query: str) -> str | None:
    try:
        database.execute(query)
    except duckdb.BinderException as error:
        return f"{query}: {error}"
    return None


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
    assert f"| NRR, 12 months | {right[0]:.6f} |" in company.page
    assert f"| Average of the segments' rates (wrong) | {wrong:.6f} |" in company.page
