"""Send each query five times: `python -m python_checks.benchmark.queries COMPANY` prints JSON."""

import argparse
import json
from pathlib import Path
from statistics import median
from time import monotonic

import duckdb

from python_checks.benchmark.databases import open_database

QUERIES = tuple(sorted(Path(__file__).parent.glob("*.sql")))
TIMES = 5


def milliseconds(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """The median of five times until all rows are there."""
    return 1000 * median(_seconds(connection, query) for _ in range(TIMES))


def _seconds(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    started = monotonic()
    connection.execute(query).fetchall()
    return monotonic() - started


def main() -> None:
    """Print the median milliseconds by query; the customer is one with a long history."""
    parser = argparse.ArgumentParser(prog="python -m python_checks.benchmark.queries")
    parser.add_argument("company", type=Path)
    with open_database(parser.parse_args().company) as connection:
        connection.execute(
            "set variable customer_id = (select arg_min(customer_id, (cohort_month, customer_id))"
            " from marts.dim_customers where is_active)"
        )
        taken = {
            query.stem: milliseconds(connection, query.read_text(encoding="utf-8"))
            for query in QUERIES
        }
    print(json.dumps({"milliseconds": taken}))


if __name__ == "__main__":
    main()
