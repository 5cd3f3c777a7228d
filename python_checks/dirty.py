"""Billing data as loaders really deliver it: every cell a text, and some rows bad.

Faults are thrown with a `Random`, so that Hypothesis can throw them and shrink them, and a seed can
throw two thousand of them. Deliveries of one key that are equally late never differ: which of them
counts is nobody's promise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from python_checks.policy import Policy
from python_checks.raw_tables import KEYS, TABLES, RawTables, Row
from python_checks.reference.raw_records import Record, read_record
from python_checks.reference.raw_values import raw_text
from python_checks.strategies import LAST_DELIVERY, companies

AS_TEXT: Mapping[str, Mapping[str, str]] = {
    table: dict.fromkeys(columns, "text") for table, columns in TABLES.items()
}
MOST_FAULTS = 8

BAD_MOMENTS = (
    *("never", "2025-02-30", "2025-13-01", "31.12.2025", "2025-06-15T25:00:00", "20250615"),
    *("0001-01-01", "1899-12-31 23:59:59", "10000-01-01", "infinity", "-infinity", "1e3"),
    *("\uff12025-06-15", "2025-06-15'", "99999-12-31"),
)
ODD_MOMENTS = (
    *("1900-01-01", "9999-12-31", "9999-12-31 23:59:59.999999", "2025-06-15T10:00:00Z"),
    *("2025-06-15", "2025-12-31 23:30:00-01:00", "2025-03-01 00:00:00+14", "2025-06-15 10:00"),
)
BAD_NUMBERS = (
    *("ten", "1,000.50", "12..5", "NaN", "inf", "--1", "\u20ac 10", "1 2", "\u0663", "1e400"),
    *(
        "10000000000000",
        "-10000000000000",
        "1e30",
        "9" * 60,
        f"{'9' * 26}.{'9' * 13}",
        "10%",
        "'",
        "1.5.2025",
    ),
)
ODD_NUMBERS = (
    *("1e2", "+5", ".5", "7.", "0", "-0", "1E-7", "0.0000005", "12.3456789", "-3.5"),
    *("9999999999999.999999", "1000000", "999999.999999999999", "-0.000001", "-0.0000001"),
    *("250", "101", "100"),
)
BAD_COUNTS = ("1.5", "two", "0", "-1", "10001", "100000000000", "10000000000000")
ODD_COUNTS = ("3.0", "12", "10000", "1e1")
BAD_TRUTHS = ("maybe", "2", "-1", "truee", "\u2713")
ODD_TRUTHS = ("t", "NO", "1", "0", "Yes", "False")
STRANGE_TEXTS = (
    *("it's", 'say "no"', "a|b", "|", "line\nbreak", "tab\there", " ", "null", "\\", "%s"),
    *("{{ 1 }}", "--", "\u00dcn\u00ef-c\u00f8d\u00e9 \u2713", "\u0633\u0644\u0627\u0645"),
    *("\U0001f9fe", "e\u0301", "x" * 300, "0", "ghost", "customer", "unknown"),
)
EMPTY = ("", None)
TWIN = "~"
CORRUPTIONS = 2_000
CHOICES: Mapping[str, Sequence[str]] = {
    "charge_type": ("Recurring", "one-time", "one_time", "usage", "recurring"),
    "duration": ("sometimes", "once", "forever", "FOREVER", "repeating"),
    "billing_interval": ("fortnight", "Month", "month", "year", "day"),
    "currency": ("XXX", "usd", "USD", "\u20ac"),
    "score": ("Green", "green", "yellow", "red", "amber"),
    "satisfaction": (*BAD_NUMBERS, *ODD_NUMBERS, "1", "5", "5.000001", "0.9999999", "3.25"),
    "usage_month": (*BAD_MOMENTS, "1900-01-01", "9999-12-01", "2025-06-15"),
}
KINDS: Mapping[str, Sequence[str]] = {
    "timestamp": BAD_MOMENTS + ODD_MOMENTS,
    "date": BAD_MOMENTS + ODD_MOMENTS,
    "boolean": BAD_TRUTHS + ODD_TRUTHS,
    "integer": BAD_COUNTS + ODD_COUNTS,
    "text": STRANGE_TEXTS,
}
CASCADING = ("customers", "products", "plans", "exchange_rates")
LIKELY_TABLES = (*TABLES, *(table for table in TABLES if table not in CASCADING))
ENDS = {
    "subscriptions": (("started_at", "ended_at"), ("trial_starts_at", "trial_ends_at")),
    "subscription_items": (("valid_from", "valid_to"),),
    "discounts": (("starts_at", "ends_at"),),
    "subscription_pauses": (("paused_at", "resumed_at"),),
    "support_tickets": (("opened_at", "closed_at"),),
}

Fault = Callable[[RawTables, Random, int], None]


@st.composite
def dirty_companies(draw: DrawFn, policy: Policy) -> RawTables:
    """An invented company as text, with a few faults."""
    raw = delivered_as_text(draw(companies(policy)), draw(st.sampled_from(WRITERS)))
    dice = draw(st.randoms(use_true_random=False))
    return with_faults(raw, dice, draw(st.integers(1, MOST_FAULTS)))


def with_faults(raw: RawTables, dice: Random, count: int) -> RawTables:
    """The tables with `count` faults, one after the other; the rows given stay as they are."""
    dirty = {table: [dict(row) for row in rows] for table, rows in raw.items()}
    for number in range(1, count + 1):
        dice.choice(FAULTS)(dirty, dice, number)
    return {table: without_ties(table, rows) for table, rows in dirty.items()}


def corrupted_twin(clean: RawTables) -> RawTables:
    """A company, every cell a text, and beside it a twin of it with two thousand corruptions.

    The twin has other ids, and other currencies but for US dollars; the faults are always the same.
    """
    twin = {
        table: [{name: _of_twin(name, value) for name, value in row.items()} for row in rows]
        for table, rows in clean.items()
    }
    corrupted = with_faults(twin, Random(20260520), CORRUPTIONS)
    return {table: [*clean[table], *rows] for table, rows in corrupted.items()}


def _of_twin(name: str, value: object) -> object:
    is_name = name.endswith("_id") or (name == "currency" and value != "USD")
    return f"{value}{TWIN}" if value and is_name else value


def delivered_as_text(raw: RawTables, write: Callable[[datetime], str]) -> RawTables:
    """The same rows, every cell a text; moments as `write` writes them."""
    return {
        table: [{name: _as_text(value, write) for name, value in row.items()} for row in rows]
        for table, rows in raw.items()
    }


def without_ties(table: str, rows: Iterable[Row]) -> list[Row]:
    """The rows without those that are as late as another one of their key, but not the same."""
    first: dict[object, Row] = {}
    kept = []
    for row in rows:
        record = read_record(table, row)
        same = first.setdefault(_delivery(record), row)
        if same == row:
            kept.append(row)
    return kept


def _delivery(record: Record) -> object:
    return (record.key, record.values["updated_at"]) if record.has_key else record


def _as_text(value: object, write: Callable[[datetime], str]) -> str | None:
    return write(value) if isinstance(value, datetime) else raw_text(value)


def _in_utc(moment: datetime) -> str:
    return moment.isoformat("T") + "Z"


def _in_zone(zone: str, moment: datetime) -> str:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).isoformat(" ")


WRITERS: Sequence[Callable[[datetime], str]] = (
    str,
    _in_utc,
    partial(_in_zone, "Asia/Kolkata"),
    partial(_in_zone, "America/New_York"),
)


def _any_row(
    raw: RawTables, dice: Random, tables: Iterable[str] = LIKELY_TABLES
) -> tuple[str, Row]:
    """A table that has rows, and one of them; of a company there is always some plan."""
    table = dice.choice([name for name in tables if raw[name]] or ["plans"])
    return table, dice.choice(raw[table])


def _bad_value(raw: RawTables, dice: Random, table: str, column: str) -> object:
    """Nothing, or something that does not belong in the column, or only looks odd there."""
    pool: list[object] = [*EMPTY, *_suspects(table, column)]
    if column.endswith("_id"):
        pool += [row[column] for rows in raw.values() for row in rows[:9] if column in row]
    return dice.choice(pool)


def _suspects(table: str, column: str) -> Sequence[str]:
    return CHOICES.get(column) or KINDS.get(TABLES[table][column], BAD_NUMBERS + ODD_NUMBERS)


def bad_cell(raw: RawTables, dice: Random, number: int) -> None:
    """A value of a row is replaced."""
    table, row = _any_row(raw, dice)
    column = dice.choice(list(TABLES[table]))
    row[column] = _bad_value(raw, dice, table, column)


def bad_choice(raw: RawTables, dice: Random, number: int) -> None:
    """A value that stands for one of a few is replaced by another one, or by none of them."""
    column = dice.choice(["charge_type", "duration", "billing_interval", "currency", "score"])
    row = _any_row(raw, dice, [name for name in TABLES if column in TABLES[name]])[1]
    if column in row:
        row[column] = dice.choice([*EMPTY, *CHOICES[column]])


def bad_key(raw: RawTables, dice: Random, number: int) -> None:
    """A part of a row's key is replaced."""
    table, row = _any_row(raw, dice)
    column = dice.choice(KEYS[table])
    row[column] = _bad_value(raw, dice, table, column)


def bad_delivery(raw: RawTables, dice: Random, number: int) -> None:
    """A row comes again with another value, before or after the one that is there."""
    table, row = _any_row(raw, dice)
    column = dice.choice([name for name in TABLES[table] if name not in KEYS[table]])
    later = timedelta(days=dice.choice([1000, -1000]), seconds=number)
    again = {**row, column: _bad_value(raw, dice, table, column)}
    if column != "updated_at":
        again["updated_at"] = str(LAST_DELIVERY + later)
    raw[table].insert(dice.randint(0, len(raw[table])), again)


def swapped_dates(raw: RawTables, dice: Random, number: int) -> None:
    """An interval ends when it started and starts when it ended, if it ever did."""
    table, row = _any_row(raw, dice, ENDS)
    if table in ENDS:
        start, end = dice.choice(ENDS[table])
        row[start], row[end] = row[end] or row[start], row[start]


def negative_number(raw: RawTables, dice: Random, number: int) -> None:
    """A number gets a minus."""
    table, row = _any_row(raw, dice)
    numbers = [name for name, kind in TABLES[table].items() if kind.startswith(("num", "int"))]
    given = [name for name in numbers if row[name]]
    if given:
        column = dice.choice(given)
        row[column] = f"-{row[column]}"


def another_version(raw: RawTables, dice: Random, number: int) -> None:
    """An item has one more version, which starts when something else does."""
    version = dice.choice(raw["subscription_items"] or [None])
    if version:
        dates = [row["valid_from"] for row in raw["subscription_items"]]
        dates += [row["started_at"] for row in raw["subscriptions"]]
        another = {**version, "valid_from": dice.choice(dates)}
        raw["subscription_items"].append(another)


def lost_row(raw: RawTables, dice: Random, number: int) -> None:
    """A row that others may refer to is not there."""
    table, row = _any_row(raw, dice)
    if len(raw[table]) > 1:
        raw[table].remove(row)


def strange_id(raw: RawTables, dice: Random, number: int) -> None:
    """An id is a strange text wherever it stands; the rows are as good as before."""
    table, row = _any_row(raw, dice)
    column = KEYS[table][0]
    old, new = row[column], f"{dice.choice(STRANGE_TEXTS)}{number}"
    for other in (row for rows in raw.values() for row in rows):
        for name in other:
            if name.endswith(column) and old and other[name] == old:
                other[name] = new


def same_delivery(raw: RawTables, dice: Random, number: int) -> None:
    """A row comes twice."""
    table, row = _any_row(raw, dice)
    raw[table].append(dict(row))


FAULTS: Sequence[Fault] = (
    *(bad_cell, bad_cell, bad_cell, bad_choice, bad_key, bad_delivery, bad_delivery, swapped_dates),
    *(negative_number, another_version, lost_row, strange_id, same_delivery),
)
