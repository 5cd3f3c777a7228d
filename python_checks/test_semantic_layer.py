"""Whatever is asked of MetricFlow, and however it is sliced, the answer is the marts'."""

import math
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest

from python_checks.compiling import PROJECT_ROOT, build_project, run_dbt

DIMENSIONS = ("segment", "country", "industry", "acquisition_channel")
WINDOWS = (1, 3, 12)
GRAINS = ("month", "quarter", "year")
MONEY = 1e-4
RATE = 1e-6

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
MARTS = {
    "starting": "metrics_retention_monthly",
    "sliced": "metrics_retention_monthly_by_segment",
}
RETENTION = {
    f"{name}_{window}m": (window, column)
    for window in WINDOWS
    for name, column in {**RATES, **BASES}.items()
}

Answers = dict[tuple[object, ...], tuple[float | None, ...]]


class Company:
    """The sample company, built once: MetricFlow's engine and SQL over the same database."""

    def __init__(self, folder: Path) -> None:
        """Build into `folder`; MetricFlow reads the semantic manifest of the project's target."""
        self.database_file = build_project(folder, "--exclude-resource-types", "test", "unit_test")
        self.engine = open_engine()

    def ask(self, metrics: list[str], group_by: list[str]) -> Answers:
        """The answers of MetricFlow: group -> one number for each metric."""
        request = MetricFlowQueryRequest.create(metric_names=metrics, group_by_names=group_by)
        table = self.engine.query(request).result_df
        assert table is not None
        return keyed(table.rows, len(group_by))

    def sql(self, query: str, keys: int) -> Answers:
        """The answers of a query over the marts, whose first columns are the group."""
        relation = self.engine._sql_client.query(query)  # noqa: SLF001
        return keyed(relation.rows, keys)


def open_engine() -> MetricFlowEngine:
    """The engine that `mf` uses, in this process."""
    configuration = CLIConfiguration()
    configuration.setup(PROJECT_ROOT, PROJECT_ROOT, configure_file_logging=False)
    return configuration.mf
