"""Build in Postgres and in DuckDB, and compare: `python -m python_checks.postgres`.

First the sample company, then the same beside a twin of it with two thousand corrupted cells.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import duckdb
import psycopg2
from psycopg2.extras import execute_values

from charts.render import render
from python_checks.dirty import AS_TEXT, corrupted_twin, delivered_as_text
from python_checks.packages import NotInstallableError
from python_checks.postgres.comparison import Side, differences
from python_checks.postgres.server import scratch_server
from python_checks.raw_tables import RawTables
from python_checks.replay import create_raw_table, read_sample
from python_checks.sample_company import SAMPLE_AS_OF_DATE

PROJECT = Path(__file__).parents[2]
HOST, USER = "127.0.0.1", "postgres"
SCHEMA, CORRUPTED = "parity", "corrupted"
EARLIER_DAY = "2026-03-10"
UNTESTED = ("--exclude-resource-type", "test", "unit_test")


def main() -> None:
    """Exit with 1 and the first differences when a mart is not the same in both databases."""
    try:
        with tempfile.TemporaryDirectory() as scratch, scratch_server() as port:
            found = compare_builds(Path(scratch), port) or compare_corrupted(Path(scratch), port)
    except NotInstallableError as reason:
        sys.exit(str(reason))
    except subprocess.CalledProcessError as failed:
        sys.exit(f"failed: {shlex.join(map(str, failed.cmd))}")
    if found:
        sys.exit("\n".join(found))
    print("Every mart is the same in Postgres and in DuckDB.")


def compare_builds(scratch: Path, port: int) -> list[str]:
    """Build both databases and return the differences of their marts and of their pages."""
    print("== dbt build, in Postgres", flush=True)
    embedded = scratch / "sample.duckdb"
    with patch.dict(os.environ, server(port, SCHEMA)):
        build_in_postgres(scratch)
        pages_of_server = pages(scratch, embedded)
    print("== dbt build, in DuckDB", flush=True)
    dbt_build(scratch, {"DUCKDB_PATH": str(embedded)}, "--exclude-resource-type", "test")
    differing_pages = [
        f"The page {name} is another one in Postgres."
        for name, text in pages(scratch, embedded).items()
        if text != pages_of_server[name]
    ]
    with connect(port) as connection, connection.cursor() as cursor:
        cursor.execute(f"select is_full from {SCHEMA}_memory.memory_build")
        if cursor.fetchall() != [(False,)]:
            return ["The second build in Postgres computed everything anew."]
    return [*differing_marts(embedded, port, SCHEMA), *differing_pages]


def compare_corrupted(scratch: Path, port: int) -> list[str]:
    """Build two thousand corruptions in both databases and return the differences of the marts."""
    print("== dbt build of corrupted rows, in Postgres and in DuckDB", flush=True)
    raw = corrupted_twin(delivered_as_text(read_sample(), str))
    embedded = scratch / "corrupted.duckdb"
    load(raw, embedded, port)
    variables = f"{{use_sample_data: false, as_of_date: {SAMPLE_AS_OF_DATE}}}"
    environment = {"DUCKDB_PATH": str(embedded), **server(port, CORRUPTED)}
    for target in ("postgres", "duckdb"):
        dbt_build(scratch, environment, "--target", target, "--vars", variables, *UNTESTED)
    return list(differing_marts(embedded, port, CORRUPTED))


def load(raw: RawTables, embedded: Path, port: int) -> None:
    """Put the raw tables, every cell a text, into both databases."""
    with duckdb.connect(embedded) as database, connect(port) as connection:
        database.execute("create schema raw_billing")
        cursor = connection.cursor()
        cursor.execute("create schema raw_billing")
        for table, types in AS_TEXT.items():
            create_raw_table(database, f"raw_billing.{table}", types, raw[table])
            columns = ", ".join(f"{name} text" for name in types)
            cursor.execute(f"create table raw_billing.{table} ({columns})")
            rows = [[row[name] for name in types] for row in raw[table]]
            execute_values(cursor, f"insert into raw_billing.{table} values %s", rows)


def connect(port: int) -> psycopg2.extensions.connection:
    """A connection to the server; leaving it as a context commits."""
    return psycopg2.connect(host=HOST, port=port, user=USER, dbname=USER)


def server(port: int, schema: str) -> dict[str, str]:
    """What the profile reads from the environment."""
    return {
        "POSTGRES_HOST": HOST,
        "POSTGRES_PORT": str(port),
        "POSTGRES_USER": USER,
        "POSTGRES_DATABASE": USER,
        "POSTGRES_SCHEMA": schema,
    }


def differing_marts(embedded: Path, port: int, schema: str) -> Iterator[str]:
    """Compare the marts of both databases; yield what differs."""
    print("== compare", flush=True)
    with duckdb.connect(embedded, read_only=True) as database, connect(port) as connection:
        cursor = connection.cursor()

        def query_postgres(sql: str) -> list[tuple[object, ...]]:
            cursor.execute(sql)
            return cursor.fetchall()

        yield from differences(
            Side("DuckDB", "marts", lambda sql: database.execute(sql).fetchall()),
            Side("Postgres", f"{schema}_marts", query_postgres),
        )


def build_in_postgres(scratch: Path) -> None:
    """Build the sample in the server as of an earlier day, then what changed since.

    The second build is tested.
    """
    earlier = f"{{use_sample_data: true, as_of_date: {EARLIER_DAY}}}"
    dbt_build(scratch, {}, "--target", "postgres", "--vars", earlier, *UNTESTED)
    dbt_build(scratch, {}, "--target", "postgres", "--vars", "{use_sample_data: true}")


def pages(scratch: Path, embedded: Path) -> dict[str, str]:
    """The dashboard of the build that ran last, page by page."""
    written = render(embedded, scratch / "target" / "manifest.json", scratch / "pages")
    return {path.stem: path.read_text(encoding="utf-8") for path in written}


def dbt_build(scratch: Path, environment: dict[str, str], *options: str) -> None:
    """Run `dbt build`, away from the files of the user's own builds."""
    dbt = Path(sys.executable).with_name("dbt")
    subprocess.run(
        [dbt, "--log-level", "warn", "build", "--target-path", scratch / "target", *options],
        cwd=PROJECT,
        env={**os.environ, **environment},
        check=True,
    )


if __name__ == "__main__":
    main()
