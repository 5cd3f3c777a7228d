"""One row per key, the latest delivery; typed reading of its columns."""

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from python_checks.raw_tables import Row
from python_checks.reference.dates import day_in, moment
from python_checks.reference.money import SIX_PLACES, WIDE

OLDEST = datetime.min.replace(tzinfo=UTC)


def latest_rows(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[Row]:
    """The row with the latest `updated_at` per key; an empty one is the oldest.

    Rows that are equally late are told apart by their contents, so that the order of the
    input never matters.
    """
    latest: dict[Hashable, Row] = {}
    for row in rows:
        kept = latest.setdefault(key(row), row)
        if kept is not row and _lateness(row) > _lateness(kept):
            latest[key(row)] = row
    return list(latest.values())


def text(row: Row, column: str) -> str | None:
    """The text; an empty one is null."""
    value = row[column]
    return None if value is None or value == "" else str(value)


def needed_text(row: Row, column: str) -> str:
    """The text of a required column. Raises ValueError when it is empty."""
    value = text(row, column)
    if value is None:
        raise ValueError(f"{column} is empty")
    return value


def amount(row: Row, column: str, places: Decimal = SIX_PLACES) -> Fraction | None:
    """The number as the warehouse keeps it: 6 decimal places, half away from zero."""
    value = text(row, column)
    if value is None:
        return None
    return Fraction(Decimal(value).quantize(places, ROUND_HALF_UP, WIDE))


def needed_amount(row: Row, column: str, places: Decimal = SIX_PLACES) -> Fraction:
    """The number of a required column. Raises ValueError when it is empty."""
    value = amount(row, column, places)
    if value is None:
        raise ValueError(f"{column} is empty")
    return value


def day(row: Row, column: str, zone: tzinfo) -> date | None:
    """The day of a moment in the reporting time zone."""
    return None if text(row, column) is None else day_in(zone, row[column])


def needed_day(row: Row, column: str, zone: tzinfo) -> date:
    """The day of a required moment. Raises ValueError when it is empty."""
    return day_in(zone, row[column])


def _lateness(row: Row) -> tuple[datetime, str]:
    updated_at = row["updated_at"]
    is_empty = updated_at is None or updated_at == ""
    return (OLDEST if is_empty else moment(updated_at)), repr(sorted(row.items(), key=_column))


def _column(cell: tuple[str, object]) -> str:
    return cell[0]
