"""The database that the last build wrote: the embedded file, or a Postgres server."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb
import psycopg2

POSTGRES = "postgres"
Failed = (duckdb.Error, psycopg2.Error)


class DashboardError(Exception):
    """The dashboard cannot be rendered; the text says what to do."""


class Cursor(Protocol):
    """What both databases offer to run a query."""

    def execute(self, sql: str, /) -> object:
        """Run the query."""

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """The rows of the query that ran last."""

    @property
    def description(self) -> Sequence[Any] | None:
        """The columns of that query, the name of each first."""


@contextmanager
def opened(adapter: str, database_file: Path) -> Iterator[Cursor]:
    """Open the database of dbt's adapter for reading.

    Raises DashboardError when there is none: the file is missing, or the server does not answer.
    """
    try:
        connection = _server() if adapter == POSTGRES else _file(database_file)
    except Failed as problem:
        raise DashboardError(f"The database does not open. {problem}") from problem
    with closing(connection):
        yield connection.cursor()


def _file(database_file: Path) -> Any:
    if not database_file.exists():
        raise DashboardError(f"There is no database at {database_file}. Build it: make build")
    return duckdb.connect(str(database_file), read_only=True)


def _server() -> Any:
    """Connect as profiles.yml does."""
    return psycopg2.connect(
        host=os.environ.get("POSTGRES_HOST", "127.0.0.1"),
        port=os.environ.get("POSTGRES_PORT", "5432"),
        user=os.environ.get("POSTGRES_USER", "postgres"),
        password=os.environ.get("POSTGRES_PASSWORD", ""),
        dbname=os.environ.get("POSTGRES_DATABASE", "postgres"),
    )
