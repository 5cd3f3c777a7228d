"""DuckDB files: open one as the profile does, and run a script of SQL in it."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

SCRIPTS = Path(__file__).parent
# What the embedded targets of profiles.yml set.
SETTINGS = {"storage_compatibility_version": "v1.4.0"}


class ScriptError(RuntimeError):
    """A statement of a script failed; the message holds both."""


def open_database(
    file: Path, *, threads: int | None = None, memory_limit: str | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to the file, in UTC, with the settings of the profile.

    `threads` and `memory_limit` (such as "6GB") are DuckDB's own defaults when left out. Raises
    duckdb.IOException when another process writes to the file.
    """
    config: dict[str, str | bool | int | float | list[str]] = {**SETTINGS}
    if threads is not None:
        config["threads"] = threads
    if memory_limit is not None:
        config["memory_limit"] = memory_limit
    connection = duckdb.connect(str(file), config=config)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


def run_script(connection: duckdb.DuckDBPyConnection, script: Path) -> None:
    """Execute every statement of a file. Raises ScriptError with the statement that fails."""
    for statement in connection.extract_statements(script.read_text(encoding="utf-8")):
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            raise ScriptError(f"{script.name}: {error}\n{statement.query.strip()}") from error


def set_variables(connection: duckdb.DuckDBPyConnection, values: Mapping[str, object]) -> None:
    """Set variables of the session, which scripts read with getvariable()."""
    for name, value in values.items():
        connection.execute(f"set variable {name} = $1", [value])


def attach_company(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Attach a company read-only; its raw tables and marts become views of the same names."""
    connection.execute(f"attach '{file}' as company (read_only)")
    for schema in ("raw_billing", "marts"):
        connection.execute(f"create schema if not exists {schema}")
        tables = connection.execute(
            "select table_name from duckdb_tables()"
            f" where database_name = 'company' and schema_name = '{schema}'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(
                f"create or replace view {schema}.{table} as select * from company.{schema}.{table}"
            )
