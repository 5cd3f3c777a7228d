"""On which day a customer is up for renewal next."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from python_checks.reference.company import Plan, Subscription
from python_checks.reference.dates import NEVER, months_between
from python_checks.reference.states import ItemState

MONTHS: Mapping[str | None, int] = {"month": 1, "quarter": 3, "year": 12}


def renewal_date(
    states: Iterable[ItemState],
    plans: Mapping[str, Plan],
    subscriptions: Mapping[str, Subscription],
    as_of: date,
) -> date | None:
    """The next renewal after the as-of date of the item that is worth the most.

    `states` are the items in force on the as-of date; those billed by the day or week, which
    renew all the time, are left out. Of equal items the smallest id stands. Null when no item is
    left, or its renewal is the last of all days or later.
    """
    renewing = [state for state in states if plans[state.plan_id].interval in MONTHS]
    if not renewing:
        return None
    most = min(renewing, key=lambda state: (-state.mrr, state.item_id))
    plan = plans[most.plan_id]
    months = MONTHS[plan.interval] * plan.interval_count
    return next_anniversary(subscriptions[most.subscription_id].service.start, months, as_of)


def next_anniversary(start: date, months: int, day: date) -> date | None:
    """The first day after `day` that is `start` plus a whole number, 1 or more, of so many months.

    Month ends are clipped: a month after 31 January is the last of February, two are 31 March.
    Null when that is the last of all days, or later.
    """
    times = max(1, months_between(start, day) // months)
    while (found := _later(start, times * months)) is not None and found <= day:
        times += 1
    return found if found is not None and found < NEVER else None


def _later(start: date, months: int) -> date | None:
    years, index = divmod(start.year * 12 + start.month - 1 + months, 12)
    if years > date.max.year:
        return None
    return date(years, index + 1, min(start.day, monthrange(years, index + 1)[1]))
