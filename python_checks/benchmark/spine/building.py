"""Build the spine's marts beside a company, and compare them with the project's."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import duckdb

from python_checks.benchmark.databases import run_script

MARTS = (
    "dim_customers",
    "dim_plans",
    "fct_customer_months",
    "fct_mrr_movements",
    "metrics_mrr_monthly",
    "metrics_retention_monthly",
    "metrics_retention_monthly_by_segment",
    "metrics_retention_by_cohort",
)
STEPS = tuple(sorted(Path(__file__).parent.glob("*.sql")))

Fingerprints = Mapping[str, tuple[int, int]]


def build_spine(connection: duckdb.DuckDBPyConnection, as_of_date: date) -> None:
    """Build schemas `spine_steps` and `spine` in the connected database.

    The database needs the company's raw tables and the project's `marts.rejected_records`.
    """
    connection.execute(f"set variable as_of = date '{as_of_date}'")
    for script in STEPS:
        run_script(connection, script)


def fingerprints(
    connection: duckdb.DuckDBPyConnection, schema: str, marts: Iterable[str] = MARTS
) -> dict[str, tuple[int, int]]:
    """For each mart its count of rows and the sum of their hashes, whatever their order.

    Columns count by name and type. Equal contents have equal fingerprints.
    """
    return {mart: _fingerprint(connection, f"{schema}.{mart}") for mart in marts}


def _fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    columns = sorted(row[0] for row in connection.execute(f"describe {table}").fetchall())
    row = f"hash({', '.join(columns)})::hugeint"
    found = connection.execute(f"select count(*), coalesce(sum({row}), 0) from {table}").fetchall()
    count, total = found[0]
    return int(count), int(total)
