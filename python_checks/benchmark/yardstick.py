"""What the database needs to read the raw tables and to write as much as the marts hold, no more.

Every column of every raw table is read once. Then, for each mart, a table with as many rows, and
columns of the same names and types, is written from rows of `subscription_items`, repeated as often
as it takes. Values are taken from these rows, since constants would compress too well: an id stands
for an id, one of 60 plans for a label. No row is joined, grouped or sorted; copying the marts
themselves takes about as long. `python -m python_checks.benchmark.yardstick COMPANY SCRATCH` prints
JSON.
"""

import argparse
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import duckdb

from python_checks.benchmark.databases import attach_company, open_database
from python_checks.benchmark.stopwatch import Stopwatch
from python_checks.raw_tables import TABLES

SOURCE = "company.raw_billing.subscription_items"
IDS = ("subscription_item_id", "subscription_id")
LABELS = ("plan_id",)
VALUES = {
    "DATE": ("valid_from", "updated_at", "coalesce(valid_to, updated_at)"),
    "BOOLEAN": ("quantity > 2", "valid_to is null"),
    "INTEGER": ("quantity", "day(valid_from)"),
}
AMOUNTS = ("quantity", "coalesce(unit_amount, quantity)")


def write_yardstick(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Read and write as much as the project does, into schema `yardstick`; what it takes.

    The company is attached as `company`. Marts in which there is no row are written as well.
    """
    connection.execute("create schema if not exists yardstick")
    statements = [*reads(connection), *writes(connection)]
    stopwatch = Stopwatch()
    for statement in statements:
        connection.execute(statement)
    return stopwatch.times()


def reads(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """A statement for each raw table that reads all of its columns."""
    for (table,) in _tables(connection, "raw_billing"):
        columns = ", ".join(f"max({column})" for column in TABLES[table])
        yield f"select {columns} from company.raw_billing.{table}"


def writes(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """A statement for each mart that writes as many rows, as wide."""
    in_source = _count(connection, SOURCE)
    for (mart,) in _tables(connection, "marts"):
        copies, rest = divmod(_count(connection, f"company.marts.{mart}"), in_source)
        yield (
            f"create or replace table yardstick.{mart} as"
            f" select {', '.join(columns_like(connection, mart))} from {SOURCE} as items"
            f" cross join range({copies + 1}) as copies (copy)"
            f" where copies.copy < {copies} or items.rowid < {rest}"
        )


def columns_like(connection: duckdb.DuckDBPyConnection, mart: str) -> Iterator[str]:
    """For each column of the mart an expression of its type over the rows of the source."""
    described = connection.execute(f"describe company.marts.{mart}").fetchall()
    turns = {kind: cycle(values) for kind, values in VALUES.items()}
    ids, labels, amounts = cycle(IDS), cycle(LABELS), cycle(AMOUNTS)
    for name, kind, *_ in described:
        if kind == "VARCHAR":
            value = next(ids if name.endswith(("_id", "_key", "_name", "_record")) else labels)
        else:
            value = next(turns.get(kind, amounts))
        yield f"cast({value} as {kind}) as {name}"


def _tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[tuple[str]]:
    found: list[tuple[str]] = connection.execute(
        "select table_name from duckdb_tables()"
        f" where database_name = 'company' and schema_name = '{schema}' order by table_name"
    ).fetchall()
    return found


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {table}").fetchall()
    return int(found[0][0])


def main() -> None:
    """Write into SCRATCH and print the seconds."""
    parser = argparse.ArgumentParser(prog="python -m python_checks.benchmark.yardstick")
    parser.add_argument("company", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--memory-limit")
    asked = parser.parse_args()
    with open_database(asked.scratch, memory_limit=asked.memory_limit) as connection:
        attach_company(connection, asked.company)
        print(json.dumps(write_yardstick(connection)))


if __name__ == "__main__":
    main()
