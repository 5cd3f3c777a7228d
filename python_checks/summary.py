"""Print what a build says of its last month and its rows: `python -m python_checks.summary`."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import wrap

import duckdb

DEFAULT_DATABASE = "subscription_retention.duckdb"

BRIDGE = {
    "opening MRR": "opening_mrr",
    "new": "new_mrr",
    "reactivation": "reactivation_mrr",
    "expansion": "expansion_mrr",
    "contraction": "contraction_mrr",
    "churn": "churn_mrr",
    "closing MRR": "closing_mrr",
}

RATES = {
    "NRR": "net_revenue_retention",
    "GRR": "gross_revenue_retention",
    "logo churn": "logo_churn_rate",
}

ROWS = {
    "raw rows read": "rows_read",
    "re-delivered": "rows_redelivered",
    "rejected": "rows_rejected",
}

LINE_WIDTH = 78
GLUE = "\N{NO-BREAK SPACE}"

NEXT_COMMANDS = """\
  make dashboard    these numbers as pages with charts, to look at in a browser
  make docs         what each number means, and which mart answers which question

README.md tells how to run it on your own data, `make test` proves the numbers."""


def database_path() -> Path:
    """The DuckDB file that dbt builds: the variable DUCKDB_PATH, or the profile's default."""
    return Path(os.environ.get("DUCKDB_PATH", DEFAULT_DATABASE))


def summarise(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield the summary line by line."""
    yield from month_lines(database)
    yield ""
    yield from row_lines(database)
    yield from rejection_lines(database)


def month_lines(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The last complete month, or the one line that says why there is none."""
    month = last_complete_month(database)
    if month is None:
        yield "No month is complete yet: nobody paid before the month of the as-of date."
        return
    yield f"{month:%B %Y}, the last complete month, in the reporting currency"
    yield ""
    yield from bridge_lines(database, month)
    yield ""
    yield from retention_lines(database, month)
    yield ""
    yield f"  Test accounts left out: {count_of_test_accounts(database)}"


def last_complete_month(database: duckdb.DuckDBPyConnection) -> date | None:
    """The first day of the last month that was over on the as-of date; None when there is none."""
    found = database.execute(
        "select max(month_start) from marts.metrics_mrr_monthly where is_complete_month"
        " and reporting_level = 'customer'"
    ).fetchall()
    latest: date | None = found[0][0]
    return latest


def bridge_lines(database: duckdb.DuckDBPyConnection, month: date) -> Iterator[str]:
    """One line per term of the bridge from opening to closing MRR."""
    (amounts,) = database.execute(
        f"select {', '.join(BRIDGE.values())} from marts.metrics_mrr_monthly"
        " where month_start = ? and reporting_level = 'customer'",
        [month],
    ).fetchall()
    for label, amount in zip(BRIDGE, amounts, strict=True):
        yield f"  {label:<14}{amount:>18,.2f}"


def retention_lines(database: duckdb.DuckDBPyConnection, month: date) -> Iterator[str]:
    """One line per rate, one column per window that ends in `month`."""
    windows = database.execute(
        f"select window_months, {', '.join(RATES.values())} from marts.metrics_retention_monthly"
        " where month_start = ? and reporting_level = 'customer' order by window_months",
        [month],
    ).fetchall()
    yield f"  {'over months':<14}" + "".join(f"{window[0]:>9}" for window in windows)
    for position, label in enumerate(RATES, start=1):
        yield f"  {label:<14}" + "".join(f"{percent(window[position]):>9}" for window in windows)


def row_lines(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """How many raw rows were read, how many of them came again, how many cannot be used."""
    sums = ", ".join(f"coalesce(sum({column}), 0)::bigint" for column in ROWS.values())
    (counts,) = database.execute(f"select {sums} from marts.data_quality_summary").fetchall()
    for label, count in zip(ROWS, counts, strict=True):
        yield f"  {label:<14}{count:>15,}"


def rejection_lines(database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Why rows were rejected, and the MRR of these rows; nothing when all rows are used."""
    reasons = database.execute(
        "select reason, count(*) from marts.rejected_records group by reason order by 2 desc, 1"
    ).fetchall()
    if reasons:
        yield from wrapped(f"{reason} {count}" for reason, count in reasons)
        yield f"  {'MRR at stake':<14}{mrr_at_stake(database)}"
        yield "  What is wrong, row by row: marts.rejected_records"


def wrapped(parts: Iterable[str]) -> list[str]:
    """The parts with commas between them, in lines that break no part."""
    glued = ", ".join(part.replace(" ", GLUE) for part in parts)
    lines = wrap(glued, LINE_WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)
    return [line.replace(GLUE, " ") for line in lines]


def mrr_at_stake(database: duckdb.DuckDBPyConnection) -> str:
    """The list MRR of rejected item rows, and its share of the list MRR of all item rows."""
    ((at_stake, readable),) = database.execute(
        "select sum(mrr_at_stake), sum(mrr_readable) from marts.data_quality_summary"
    ).fetchall()
    share = percent(at_stake / readable if readable else None)
    return f"{at_stake:>18,.2f}, {share} of the MRR of all item rows"


def percent(rate: Decimal | None) -> str:
    """A fraction of 1 as a percentage with two decimals; a dash when the base was empty."""
    return "-" if rate is None else f"{rate:.2%}"


def count_of_test_accounts(database: duckdb.DuckDBPyConnection) -> int:
    """How many accounts are flagged as test accounts (M12)."""
    found = database.execute("select count(*) from marts.dim_customers where is_test").fetchall()
    count: int = found[0][0]
    return count


def main() -> None:
    """Print the summary of the database that the last `dbt build` wrote."""
    path = database_path()
    if not path.exists():
        sys.exit(f"There is no database at {path}. Build it first: make build")
    with duckdb.connect(str(path), read_only=True) as database:
        print("\n".join(summarise(database)))
    print(f"  Database: {path}, schema marts\n\nNext:\n{NEXT_COMMANDS}")


if __name__ == "__main__":
    main()
