"""What tests read out of the reference's marts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference import compute_marts

JUNE = Policy(date(2024, 6, 30), reporting_levels=("customer",))


def as_of(year: int, month: int, day: int) -> Policy:
    """The policy of `JUNE` on another day."""
    return replace(JUNE, as_of_date=date(year, month, day))


def total_mrr(raw: RawTables, policy: Policy = JUNE) -> dict[str, Decimal]:
    """Closing MRR of each month in the metrics, the months named like "2024-01"."""
    rows = compute_marts(raw, policy)["metrics_mrr_monthly"]
    return {month_name(row): Decimal(str(row["closing_mrr"])) for row in rows}


def movements(raw: RawTables, policy: Policy = JUNE) -> list[str]:
    """Each customer month as "month customer movement change", ordered as in the mart."""
    rows = compute_marts(raw, policy)["fct_customer_months"]
    return [
        f"{month_name(row)} {row['customer_id']} {row['movement']} {row['mrr_change']:+.0f}"
        for row in rows
    ]


def only(rows: Sequence[Row], **wanted: object) -> Row:
    """The one row with these values. Raises ValueError when there is none, or more than one."""
    [row] = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row


def values(row: Row, *columns: str) -> tuple[object, ...]:
    """Some of a row's values."""
    return tuple(row[column] for column in columns)


def month_name(row: Row) -> str:
    """The row's month like "2024-01"."""
    return f"{row['month_start']}"[:7]


def money(*texts: str) -> tuple[Decimal, ...]:
    """Exact decimals."""
    return tuple(map(Decimal, texts))
