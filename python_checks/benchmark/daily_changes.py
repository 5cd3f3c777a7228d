"""Let one day pass in a company: `python -m python_checks.benchmark.daily_changes FILE`.

New versions of items, cancellations, news of the past, corrections, discounts, pauses, links of
families, and new customers, in place; every row written has an `updated_at` of that day. A company
that was read on AS_OF_DATE is read again on the day after `day`.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

from python_checks.benchmark.databases import SCRIPTS, open_database, run_script, set_variables
from python_checks.benchmark.generator import AS_OF_DATE

SHARE = 0.001


def change(file: Path, share: float = SHARE, seed: int = 2, day: date = AS_OF_DATE) -> date:
    """Change `share` (a fraction of 1) of the customers on `day`; the date to read it on."""
    with open_database(file) as connection:
        set_variables(connection, {"share": share, "seed": seed, "day": day})
        run_script(connection, SCRIPTS / "macros.sql")
        run_script(connection, SCRIPTS / "daily_changes.sql")
    return day + timedelta(days=1)


def main() -> None:
    """Read the command line and change the file."""
    parser = argparse.ArgumentParser(prog="python -m python_checks.benchmark.daily_changes")
    parser.add_argument("file", type=Path, help="a file that the generator wrote")
    parser.add_argument("--share", type=float, default=SHARE)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--day", type=date.fromisoformat, default=AS_OF_DATE)
    asked = parser.parse_args()
    as_of_date = change(asked.file, asked.share, asked.seed, asked.day)
    print(f"Read the company as of {as_of_date}.")


if __name__ == "__main__":
    main()
