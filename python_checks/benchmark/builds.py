"""Build a company with dbt in a child process, and read from it what the models took."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from python_checks.benchmark.children import Finished, run_python
from python_checks.benchmark.databases import open_database
from python_checks.compiling import PROJECT_ROOT

TARGET = "duckdb"


@dataclass(frozen=True)
class Build:
    """One `dbt run`. Models run side by side: `model_seconds` counts a second once.

    `model_cpu_seconds` is of all cores; `wall_seconds` holds dbt's own start as well.
    """

    model_seconds: float
    model_cpu_seconds: float
    wall_seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Workshop:
    """Where a company is built: its database file, a folder for dbt, DuckDB's limit of memory."""

    company: Path
    folder: Path
    memory_limit: str | None = None

    def seed(self, as_of_date: date) -> None:
        """Load the seeds that are no raw tables. Raises ChildError."""
        self._dbt("seed", as_of_date)

    def build(self, as_of_date: date) -> Build:
        """Run all models as of a date. Raises ChildError when one fails."""
        taken = self._dbt("run", as_of_date)
        results = json.loads((self.folder / "run_results.json").read_text(encoding="utf-8"))
        return Build(
            model_seconds=seconds_covered(execution_spans(results)),
            model_cpu_seconds=taken.told["cpu_seconds"],
            wall_seconds=taken.seconds,
            peak_bytes=taken.peak_bytes,
        )

    def _dbt(self, command: str, as_of_date: date) -> Finished:
        variables = {
            "use_sample_data": False,
            "raw_schema": "raw_billing",
            "as_of_date": str(as_of_date),
        }
        return run_python(
            *("python_checks.benchmark.dbt_child", "--log-level", "warn"),
            *(command, "--vars", json.dumps(variables)),
            *("--target", TARGET, "--profiles-dir", self._profiles()),
            *("--target-path", self.folder, "--log-path", self.folder),
            environment={"DUCKDB_PATH": str(self.company)},
        )

    def _profiles(self) -> Path:
        """The project's profiles, or a copy of them that limits DuckDB's memory."""
        if self.memory_limit is None:
            return PROJECT_ROOT
        profiles = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))
        (project,) = profiles.values()
        project["outputs"][TARGET]["config_options"]["memory_limit"] = self.memory_limit
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "profiles.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
        return self.folder


def execution_spans(results: dict[str, Any]) -> list[tuple[float, float]]:
    """From when to when each model ran, in seconds since the epoch, from dbt's run results."""
    return [
        (_seconds(timing["started_at"]), _seconds(timing["completed_at"]))
        for result in results["results"]
        for timing in result["timing"]
        if timing["name"] == "execute"
    ]


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def seconds_covered(spans: list[tuple[float, float]]) -> float:
    """How many seconds lie in at least one of the spans."""
    covered, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def rows_in(company: Path, schemas: Collection[str]) -> int:
    """How many rows all tables of some schemas hold."""
    with open_database(company) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = current_catalog()"
        ).fetchall()
        counts = [
            connection.execute(f"select count(*) from {schema}.{table}").fetchall()[0][0]
            for schema, table in tables
            if schema in schemas
        ]
    return sum(counts)
