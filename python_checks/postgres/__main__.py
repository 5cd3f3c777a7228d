"""Build the sample in Postgres and in DuckDB, and compare: `python -m python_checks.postgres`."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import duckdb
import psycopg2

from charts.render import render
from python_checks.packages import NotInstallableError
from python_checks.postgres.comparison import Side, differences
from python_checks.postgres.server import scratch_server

PROJECT = Path(__file__).parents[2]
HOST, USER, SCHEMA = "127.0.0.1", "postgres", "parity"
EARLIER_DAY = "2026-03-10"


def main() -> None:
    """Exit with 1 and the first differences when a mart is not the same in both databases."""
    try:
        with tempfile.TemporaryDirectory() as scratch, scratch_server() as port:
            found = compare_builds(Path(scratch), port)
    except NotInstallableError as reason:
        sys.exit(str(reason))
    except subprocess.CalledProcessError as failed:
        sys.exit(f"failed: {shlex.join(map(str, failed.cmd))}")
    if found:
        sys.exit("\n".join(found))
    print("Every mart of the sample is the same in Postgres and in DuckDB.")


def compare_builds(scratch: Path, port: int) -> list[str]:
    """Build both databases and return the differences of their marts and of their pages."""
    print("== dbt build, in Postgres", flush=True)
    server = {
        "POSTGRES_HOST": HOST,
        "POSTGRES_PORT": str(port),
        "POSTGRES_USER": USER,
        "POSTGRES_DATABASE": USER,
        "POSTGRES_SCHEMA": SCHEMA,
    }
    embedded = scratch / "sample.duckdb"
    with patch.dict(os.environ, server):
        build_in_postgres(scratch)
        pages_of_server = pages(scratch, embedded)
    print("== dbt build, in DuckDB", flush=True)
    dbt_build(scratch, {"DUCKDB_PATH": str(embedded)}, "--exclude-resource-type", "test")
    differing_pages = [
        f"The page {name} is another one in Postgres."
        for name, text in pages(scratch, embedded).items()
        if text != pages_of_server[name]
    ]
    print("== compare", flush=True)
    connection = psycopg2.connect(host=HOST, port=port, user=USER, dbname=USER)
    with duckdb.connect(str(embedded), read_only=True) as database, connection.cursor() as cursor:

        def query_postgres(sql: str) -> list[tuple[object, ...]]:
            cursor.execute(sql)
            return cursor.fetchall()

        (kept,) = query_postgres(f"select not is_full from {SCHEMA}_memory.memory_build")
        if not kept[0]:
            return ["The second build in Postgres computed everything anew."]
        return [
            *differences(
                Side("DuckDB", "marts", lambda sql: database.execute(sql).fetchall()),
                Side("Postgres", f"{SCHEMA}_marts", query_postgres),
            ),
            *differing_pages,
        ]


def build_in_postgres(scratch: Path) -> None:
    """Build the sample in the server as of an earlier day, then what changed since.

    The second build is tested.
    """
    earlier = f"{{use_sample_data: true, as_of_date: {EARLIER_DAY}}}"
    untested = ("--exclude-resource-type", "test", "unit_test")
    dbt_build(scratch, {}, "--target", "postgres", "--vars", earlier, *untested)
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
