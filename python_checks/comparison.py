"""Compare two sets of marts exactly: every row, every column, no tolerance."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from python_checks.raw_tables import Marts, Row

GRAINS: Mapping[str, tuple[str, ...]] = {
    "dim_customers": ("customer_id",),
    "dim_plans": ("plan_id",),
    "fct_customer_months": ("reporting_level", "customer_id", "month_start"),
    "fct_mrr_movements": (
        "reporting_level",
        "customer_id",
        "month_start",
        "product_id",
        "driver",
    ),
    "metrics_mrr_monthly": ("reporting_level", "month_start"),
    "metrics_mrr_movements_monthly": ("reporting_level", "month_start", "movement", "driver"),
    "metrics_retention_monthly": ("reporting_level", "month_start", "window_months"),
    "metrics_retention_monthly_by_segment": (
        "reporting_level",
        "month_start",
        "window_months",
        "dimension",
        "dimension_value",
    ),
    "metrics_retention_by_cohort": ("reporting_level", "cohort_month", "months_since_cohort"),
    "metrics_retention_health": (
        "reporting_level",
        "month_start",
        "dimension",
        "dimension_value",
    ),
    "dim_account_health": ("customer_id",),
    "metrics_health_monthly": ("month_start", "health"),
    "rejected_records": ("table_name", "record_key", "reason"),
    "data_quality_summary": ("table_name",),
}
UNCOMPARED_COLUMNS: Mapping[str, tuple[str, ...]] = {"rejected_records": ("detail", "raw_record")}

WHOLE_ROW = "(row)"
WHOLE_MART = "(mart)"
SHOWN_DIFFERENCES = 20

Key = tuple[object, ...]


@dataclass(frozen=True)
class Difference:
    """One cell, or one whole row, on which the model and the reference disagree."""

    mart: str
    key: Key
    column: str
    model: object
    reference: object

    def __str__(self) -> str:
        where = " ".join(str(part) for part in self.key)
        return (
            f"{self.mart} [{where}] {self.column}: "
            f"model says {_shown(self.model)}, reference says {_shown(self.reference)}"
        )


def differences(model: Marts, reference: Marts) -> list[Difference]:
    """Every disagreement between two sets of marts, in the order of the marts' grain.

    Rows that share their grain are compared as a multiset.
    """
    return [
        difference
        for mart, grain in GRAINS.items()
        for difference in _mart_differences(mart, grain, model, reference)
    ]


def assert_same_marts(model: Marts, reference: Marts) -> None:
    """Raise AssertionError with a readable report when the two differ anywhere."""
    found = differences(model, reference)
    if found:
        raise AssertionError(report(found))


def report(found: list[Difference]) -> str:
    """The first differences, one a line, and how many there are in each mart."""
    shown = [str(difference) for difference in found[:SHOWN_DIFFERENCES]]
    counts: dict[str, int] = defaultdict(int)
    for difference in found:
        counts[difference.mart] += 1
    totals = ", ".join(f"{mart}: {count}" for mart, count in counts.items())
    return "\n".join([f"{len(found)} differences ({totals})", *shown])


def _mart_differences(
    mart: str, grain: tuple[str, ...], model: Marts, reference: Marts
) -> Iterator[Difference]:
    if mart not in model or mart not in reference:
        yield Difference(mart, (), WHOLE_MART, _presence(mart, model), _presence(mart, reference))
        return
    models, references = (_by_key(_compared(mart, side), grain) for side in (model, reference))
    for key in sorted(models.keys() | references.keys(), key=_sortable):
        yield from _key_differences(mart, key, models.get(key, []), references.get(key, []))


def _key_differences(
    mart: str, key: Key, models: list[Row], references: list[Row]
) -> Iterator[Difference]:
    if len(models) == len(references) == 1:
        yield from _row_differences(mart, key, models[0], references[0])
    elif _as_multiset(models) != _as_multiset(references):
        yield Difference(mart, key, WHOLE_ROW, _counted(models), _counted(references))


def _presence(mart: str, marts: Marts) -> str:
    return f"{len(marts[mart])} rows" if mart in marts else "no such mart"


def _compared(mart: str, marts: Marts) -> list[Row]:
    hidden = UNCOMPARED_COLUMNS.get(mart, ())
    return [{name: row[name] for name in row if name not in hidden} for row in marts[mart]]


def _as_multiset(rows: list[Row]) -> Counter[frozenset[tuple[str, tuple[str, object]]]]:
    return Counter(
        frozenset((name, normalised(value)) for name, value in row.items()) for row in rows
    )


def _row_differences(mart: str, key: Key, model: Row, reference: Row) -> Iterator[Difference]:
    for column in dict.fromkeys([*reference, *model]):
        ours, theirs = model.get(column, "no such column"), reference.get(column, "no such column")
        if normalised(ours) != normalised(theirs):
            yield Difference(mart, key, column, ours, theirs)


def normalised(value: object) -> tuple[str, object]:
    """A value with its kind, so that 1, true and 1.0 in binary floating point stay apart."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, (int, Decimal)):
        return ("number", Decimal(value))
    if isinstance(value, datetime):
        return ("timestamp", value)
    if isinstance(value, date):
        return ("date", value)
    return (type(value).__name__, value)


def _by_key(rows: list[Row], grain: tuple[str, ...]) -> dict[Key, list[Row]]:
    grouped: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[tuple(row[column] for column in grain)].append(row)
    return grouped


def _sortable(key: Key) -> tuple[str, ...]:
    return tuple(f"{part:>12}" if isinstance(part, int) else str(part) for part in key)


def _counted(rows: list[Row]) -> object:
    return rows[0] if len(rows) == 1 else f"{len(rows)} rows {rows}" if rows else "no row"


def _shown(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
