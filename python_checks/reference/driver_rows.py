"""The marts of drivers: one row per customer, month, product and driver, and their sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from python_checks.reference.dates import add_months, last_day
from python_checks.reference.drivers import Positions, read_positions
from python_checks.reference.end_reasons import Endings, reason_of
from python_checks.reference.explanations import explained
from python_checks.reference.levels import Level
from python_checks.reference.money import total
from python_checks.reference.movements import CustomerMonth
from python_checks.reference.mrr_months import Books
from python_checks.reference.states import Stretch


@dataclass(frozen=True)
class DriverRow:
    """A part of what a customer's MRR changed by in a month; never 0."""

    customer_id: str
    month: date
    product_id: str
    movement: str
    driver: str
    change: Decimal
    end_reason: str | None


def driver_rows(books: Books, level: Level, months: Iterable[CustomerMonth]) -> list[DriverRow]:
    """Every customer's months taken apart by product and driver."""
    endings = Endings(
        {row.subscription.subscription_id: row.subscription for row in books.histories}
    )
    return [part for row in months for part in _parts(row, books, level, endings)]


def _parts(row: CustomerMonth, books: Books, level: Level, endings: Endings) -> Iterator[DriverRow]:
    days = last_day(add_months(row.month, -1)), books.calendar.reading_day(row.month)
    before, now = (level.on(row.customer_id, day) for day in days)
    if before == now:
        return
    opening, closing = _positions(before, books, days[0]), _positions(now, books, days[1])
    reasons = endings.reasons(opening, closing, days)
    for product_id, amounts in explained(row, opening, closing, books.rates, days[0]).items():
        for driver, change in amounts.items():
            reason = reason_of(driver, change, reasons.get(product_id))
            yield DriverRow(
                row.customer_id, row.month, product_id, row.movement, driver, change, reason
            )


def _positions(stretches: Sequence[Stretch], books: Books, day: date) -> Positions:
    states = (state for part in stretches for state in part.states)
    return read_positions(states, books.rates, day)


def movement_rows(rows: Iterable[DriverRow]) -> list[dict[str, object]]:
    """The mart `fct_mrr_movements`; a customer counts once for each driver of its month."""
    parts = list(rows)
    products: dict[tuple[str, date, str], list[str]] = defaultdict(list)
    for row in parts:
        products[row.customer_id, row.month, row.driver].append(row.product_id)
    return [
        {
            "customer_id": row.customer_id,
            "month_start": row.month,
            "product_id": row.product_id,
            "movement": row.movement,
            "driver": row.driver,
            "mrr_change": row.change,
            "end_reason": row.end_reason,
            "customers": int(
                row.product_id == min(products[row.customer_id, row.month, row.driver])
            ),
        }
        for row in parts
    ]


def movement_month_rows(rows: Iterable[DriverRow]) -> list[dict[str, object]]:
    """The mart `metrics_mrr_movements_monthly`: customers that have the driver, and its sum."""
    grouped: dict[tuple[date, str, str], list[DriverRow]] = defaultdict(list)
    for row in rows:
        grouped[row.month, row.movement, row.driver].append(row)
    return [
        {
            "month_start": month,
            "movement": movement,
            "driver": driver,
            "customers": len({row.customer_id for row in own}),
            "mrr": total(row.change for row in own),
        }
        for (month, movement, driver), own in sorted(grouped.items())
    ]
