"""Write a company of any size as raw tables: `python -m python_checks.benchmark.generator FILE`.

DuckDB itself invents the company: a million customers take seconds. It is read on AS_OF_DATE. About
1.5 subscriptions and 4.5 versions of items a customer over 84 months, in two currencies, with
trials, pauses, discounts, families, merges, test accounts and a few rows that cannot be used.
"""

import argparse
from datetime import date
from pathlib import Path

from python_checks.benchmark.databases import SCRIPTS, open_database, run_script, set_variables

AS_OF_DATE = date(2026, 11, 15)


def generate(file: Path, customers: int, seed: int = 1) -> None:
    """Write the raw tables of a company of `customers` customers into schema `raw_billing`.

    A table that is there is replaced. The same seed gives the same company, row by row.
    """
    with open_database(file) as connection:
        set_variables(connection, {"customers": customers, "seed": seed})
        connection.execute(f"set variable as_of = timestamp '{AS_OF_DATE}'")
        run_script(connection, SCRIPTS / "macros.sql")
        run_script(connection, SCRIPTS / "generator.sql")


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(prog="python -m python_checks.benchmark.generator")
    parser.add_argument("file", type=Path, help="a DuckDB file, new or not")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    generate(asked.file, asked.customers, asked.seed)


if __name__ == "__main__":
    main()
