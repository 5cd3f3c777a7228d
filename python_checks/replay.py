"""Replay the compiled models over any raw rows in an in-memory DuckDB, without dbt."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from csv import DictReader
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path

import duckdb

from python_checks.compiling import PROJECT_ROOT, Compiled, Model
from python_checks.raw_tables import TABLES, Marts, RawTables, Row

Types = Mapping[str, Mapping[str, str]]

SAMPLE_SEEDS = PROJECT_ROOT / "seeds" / "sample"
ROWS_PER_INSERT = 500


def replay(compiled: Compiled, raw: RawTables, types: Types | None = None) -> Marts:
    """The marts that the compiled models make of `raw`: mart name -> rows.

    `types` gives the raw columns other types than `delivered_types`. Tables that `raw` lacks are
    empty. Raises duckdb.Error when a model fails.
    """
    connection = shared_connection()
    load_raw(connection, compiled, raw, types)
    for model in compiled.models:
        connection.execute(create_statement(model))
    return read_marts(connection, compiled)


@cache
def shared_connection() -> duckdb.DuckDBPyConnection:
    """The in-memory database of this process; one thread, since histories are tiny."""
    return new_connection()


def new_connection(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """An in-memory database whose session runs in UTC, as the project's profile does."""
    connection = duckdb.connect(":memory:", config={"threads": threads})
    connection.execute("set TimeZone = 'UTC'")
    return connection


def load_raw(
    connection: duckdb.DuckDBPyConnection,
    compiled: Compiled,
    raw: RawTables,
    types: Types | None = None,
) -> None:
    """Create the raw tables where the compiled models look for them, and fill them.

    The other seeds are filled from their files.
    """
    types = types or delivered_types(raw)
    connection.execute(f"attach if not exists ':memory:' as \"{compiled.database}\"")
    for schema in sorted(compiled.schemas):
        connection.execute(f'create schema if not exists "{compiled.database}"."{schema}"')
    for table, relation in compiled.raw_relations.items():
        create_raw_table(connection, relation, types[table], raw.get(table, []))
    for seed in compiled.reference_seeds:
        create_raw_table(connection, seed.relation, seed.types, _csv_table(seed.path, seed.types))


def delivered_types(raw: RawTables) -> Types:
    """The contract's types, but text for a column in which some row holds a text."""
    return {
        table: {
            name: "text" if _holds_text(raw.get(table, []), name) else kind
            for name, kind in kinds.items()
        }
        for table, kinds in TABLES.items()
    }


def _holds_text(rows: Iterable[Row], column: str) -> bool:
    return any(isinstance(row[column], str) for row in rows)


def create_statement(model: Model) -> str:
    """The statement that builds one model as dbt would, without its contract."""
    kind = "view" if model.is_view else "table"
    return f"create or replace {kind} {model.relation} as ({model.sql}\n)"


def write_database(compiled: Compiled, folder: Path, raw: RawTables) -> Path:
    """Write a database file in `folder` with the models of these raw tables; the file.

    It has the name that the compiled models know. Raises duckdb.Error when a model fails.
    """
    database_file = folder / f"{compiled.database}.duckdb"
    with duckdb.connect(str(database_file)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        load_raw(connection, compiled, raw)
        for model in compiled.models:
            connection.execute(create_statement(model))
    return database_file


def read_marts(connection: duckdb.DuckDBPyConnection, compiled: Compiled) -> Marts:
    """Every model of the marts layer as row dicts."""
    return {
        model.name: read_rows(connection, f"select * from {model.relation}")
        for model in compiled.models
        if model.layer == "marts"
    }


def read_rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query as dicts."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def read_sample(folder: Path = SAMPLE_SEEDS) -> RawTables:
    """The seeds of the sample company, every cell a text; an empty one is null, as dbt loads it."""
    return {
        table: [
            {name: row[name] or None for name in columns}
            for row in _csv_rows(folder / f"{table}.csv")
        ]
        for table, columns in TABLES.items()
    }


def create_raw_table(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    types: Mapping[str, str],
    rows: Iterable[Row],
) -> None:
    """Create one raw table, column name -> SQL type, and fill it."""
    columns = ", ".join(f'"{name}" {sql_type}' for name, sql_type in types.items())
    connection.execute(f"create or replace table {relation} ({columns})")
    for some in _batches(rows):
        values = ", ".join(_values(row, types) for row in some)
        connection.execute(f"insert into {relation} values {values}")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while some := list(islice(remaining, ROWS_PER_INSERT)):
        yield some


def _values(row: Row, types: Mapping[str, str]) -> str:
    return "(" + ", ".join(literal(row[name]) for name in types) + ")"


def literal(value: object) -> str:
    """A raw value as a SQL literal; text in quotes, which DuckDB casts to the column's type."""
    if value is None:
        return "null"
    if isinstance(value, (bool, int)):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"'{value:f}'"
    return "'" + str(value).replace("'", "''") + "'"


def _csv_table(path: Path, types: Mapping[str, str]) -> list[Row]:
    return [_typed(row, types) for row in _csv_rows(path)]


def _csv_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def _typed(row: Mapping[str, str], types: Mapping[str, str]) -> Row:
    return {name: typed_value(row[name], sql_type) for name, sql_type in types.items()}


def typed_value(text: str, sql_type: str) -> object:
    """One cell of a CSV file as the Python value of its column's type."""
    if text == "":
        return None
    if sql_type.startswith("numeric"):
        return Decimal(text)
    return PARSERS.get(sql_type, str)(text)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


PARSERS: Mapping[str, Callable[[str], object]] = {
    "boolean": _boolean,
    "integer": int,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
}
