"""The company's MRR month by month: the bridge and what stands beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.reference.dates import Calendar, Span, add_months
from python_checks.reference.money import ZERO, ratio, rounded, total
from python_checks.reference.movements import CustomerMonth
from python_checks.reference.prices import ExchangeRates
from python_checks.reference.snapshots import Snapshot, Snapshots, Timeline
from python_checks.reference.subscriptions import Charge, History


@dataclass(frozen=True)
class Books:
    """What the monthly figures are read from."""

    calendar: Calendar
    rates: ExchangeRates
    histories: Sequence[History]
    timelines: Mapping[str, Timeline]
    snapshots: Snapshots


def mrr_month_rows(books: Books, months: Iterable[CustomerMonth]) -> list[dict[str, object]]:
    """The mart `metrics_mrr_monthly`: every month from the first paying one to the open one."""
    by_month: dict[date, list[CustomerMonth]] = {month: [] for month in books.snapshots}
    for row in months:
        by_month[row.month].append(row)
    return [
        {
            "reporting_level": "customer",
            "month_start": month,
            **_bridge(rows),
            **_shown_beside(books, month),
            "is_complete_month": books.calendar.is_complete(month),
        }
        for month, rows in by_month.items()
    ]


def _bridge(rows: Sequence[CustomerMonth]) -> dict[str, object]:
    changes, customers = _by_movement(rows)
    closing = total(row.closing for row in rows)
    gains = changes["new"] + changes["reactivation"] + changes["expansion"]
    return {
        "opening_mrr": total(row.opening for row in rows),
        "new_mrr": changes["new"],
        "reactivation_mrr": changes["reactivation"],
        "expansion_mrr": changes["expansion"],
        "contraction_mrr": changes["contraction"],
        "churn_mrr": changes["churn"],
        "closing_mrr": closing,
        "arr": 12 * closing,
        "opening_customers": sum(row.opening > 0 for row in rows),
        "new_customers": customers["new"],
        "reactivated_customers": customers["reactivation"],
        "churned_customers": customers["churn"],
        "closing_customers": sum(row.closing > 0 for row in rows),
        "quick_ratio": ratio(gains, -(changes["contraction"] + changes["churn"])),
    }


def _by_movement(rows: Iterable[CustomerMonth]) -> tuple[dict[str, Decimal], dict[str, int]]:
    names = ("new", "reactivation", "expansion", "contraction", "churn", "unchanged")
    changes, customers = dict.fromkeys(names, ZERO), dict.fromkeys(names, 0)
    for row in rows:
        changes[row.movement] += row.change
        customers[row.movement] += 1
    return changes, customers


def _shown_beside(books: Books, month: date) -> dict[str, object]:
    at_closing_rates = _mrr_at_rates_of(books, books.calendar.reading_day(month))
    closing = total(books.snapshots[month].values())
    is_last = month == books.calendar.last_month
    return {
        "closing_mrr_at_closing_rates": at_closing_rates,
        "fx_impact": None if at_closing_rates is None else at_closing_rates - closing,
        "committed_mrr": _committed_mrr(books) if is_last else None,
        "short_lived_customers": _short_lived_customers(books, month),
    }


def _mrr_at_rates_of(books: Books, day: date) -> Decimal | None:
    amounts = [
        _at_rate(charge, books.rates.on(charge.currency, day))
        for history in books.histories
        for charge in _charges_on(history, day)
    ]
    known = [amount for amount in amounts if amount is not None]
    return total(known) if len(known) == len(amounts) else None


def _charges_on(history: History, day: date) -> Sequence[Charge]:
    stretch = history.on(day)
    return stretch.charges if stretch else ()


def _at_rate(charge: Charge, rate: Fraction | None) -> Decimal | None:
    return None if rate is None else rounded(Fraction(charge.net) * rate)


def _committed_mrr(books: Books) -> Decimal:
    return total(
        _committed_to(history, books.calendar.as_of)
        for history in books.histories
        if history.subscription.service.end is None
    )


def _committed_to(history: History, as_of: date) -> Decimal:
    if history.subscription.service.start > as_of:
        return history.first_paid() or ZERO
    stretch = history.on(as_of)
    return stretch.mrr if stretch else ZERO


def _short_lived_customers(books: Books, month: date) -> int:
    days = Span(month, books.calendar.reading_day(month))
    at_either_end = _snapshot(books, add_months(month, -1)).keys() | books.snapshots[month].keys()
    return sum(
        _is_paid_within(timeline, days)
        for customer_id, timeline in books.timelines.items()
        if customer_id not in at_either_end
    )


def _snapshot(books: Books, month: date) -> Snapshot:
    return books.snapshots.get(month, {})


def _is_paid_within(timeline: Timeline, days: Span) -> bool:
    first = timeline.first_day_paid(days.start)
    return first is not None and days.contains(first)
