"""The company's MRR month by month: the bridge and what stands beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from python_checks.reference.accounts import Account
from python_checks.reference.dates import Calendar, Span, add_months
from python_checks.reference.levels import Level
from python_checks.reference.money import ZERO, ratio, total
from python_checks.reference.movements import CustomerMonth
from python_checks.reference.prices import ExchangeRates
from python_checks.reference.snapshots import Timeline
from python_checks.reference.states import Amount
from python_checks.reference.subscriptions import History


@dataclass(frozen=True)
class Books:
    """What the monthly figures are read from."""

    calendar: Calendar
    rates: ExchangeRates
    histories: Sequence[History]
    accounts: Mapping[str, Account]


def mrr_month_rows(
    books: Books, level: Level, months: Iterable[CustomerMonth]
) -> list[dict[str, object]]:
    """The mart `metrics_mrr_monthly`: every month from the first paying one to the open one."""
    by_month: dict[date, list[CustomerMonth]] = {month: [] for month in level.snapshots}
    for row in months:
        by_month[row.month].append(row)
    return [
        {
            "month_start": month,
            **_bridge(rows),
            **_shown_beside(books, level, month),
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


def _shown_beside(books: Books, level: Level, month: date) -> dict[str, object]:
    at_closing_rates = _mrr_at_closing_rates(books, books.calendar.reading_day(month))
    closing = total(level.snapshots[month].values())
    is_last = month == books.calendar.last_month
    return {
        "closing_mrr_at_closing_rates": at_closing_rates,
        "fx_impact": None if at_closing_rates is None else at_closing_rates - closing,
        "committed_mrr": _committed_mrr(books) if is_last else None,
        "short_lived_customers": _short_lived_customers(books.calendar, level, month),
    }


def _mrr_at_closing_rates(books: Books, day: date) -> Decimal | None:
    amounts = [
        _at_closing_rate(books.rates, amount, day)
        for account in books.accounts.values()
        for state in account.on(day).states
        for amount in state.amounts
        if not state.is_paused and amount.net > 0
    ]
    known = [amount for amount in amounts if amount is not None]
    return total(known) if len(known) == len(amounts) else None


def _at_closing_rate(rates: ExchangeRates, amount: Amount, day: date) -> Decimal | None:
    if not rates.is_constant:
        return rates.mrr(amount.currency, amount.net, day)
    rate = rates.on(amount.currency, day)
    return None if rate is None else rates.converted(amount.net, rate)


def _committed_mrr(books: Books) -> Decimal:
    return total(
        _committed_to(history, books.calendar.as_of)
        for history in books.histories
        if history.subscription.service.end is None
    )


def _committed_to(history: History, as_of: date) -> Decimal:
    if history.subscription.service.start > as_of:
        return history.first_paid()
    return history.on(as_of).mrr


def _short_lived_customers(calendar: Calendar, level: Level, month: date) -> int:
    days = Span(month, calendar.reading_day(month))
    before = level.snapshots.get(add_months(month, -1), {})
    at_either_end = before.keys() | level.snapshots[month].keys()
    return sum(
        _is_paid_within(timeline, days)
        for customer_id, timeline in level.timelines.items()
        if customer_id not in at_either_end
    )


def _is_paid_within(timeline: Timeline, days: Span) -> bool:
    first = timeline.first_day_paid(days.start)
    return first is not None and days.contains(first)
