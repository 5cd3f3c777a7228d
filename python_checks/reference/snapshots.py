"""Each customer's MRR on every day, read at month-ends (M1)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from python_checks.reference.accounts import Account
from python_checks.reference.dates import Calendar, month_of
from python_checks.reference.money import ZERO

Snapshot = dict[str, Decimal]
Snapshots = Mapping[date, Snapshot]


@dataclass(frozen=True)
class Timeline:
    """A customer's MRR as steps: from `days[i]` on it is `amounts[i]`, before the first one 0."""

    days: tuple[date, ...]
    amounts: tuple[Decimal, ...]

    def on(self, day: date) -> Decimal:
        """The MRR on the day."""
        count = bisect_right(self.days, day)
        return self.amounts[count - 1] if count else ZERO

    def first_day(self, start: date, is_wanted: Callable[[Decimal], bool]) -> date | None:
        """The first day from `start` on whose MRR is wanted, null when there is none."""
        if is_wanted(self.on(start)):
            return start
        later = range(bisect_right(self.days, start), len(self.days))
        return next((self.days[i] for i in later if is_wanted(self.amounts[i])), None)

    def first_day_paid(self, start: date) -> date | None:
        """The first day from `start` on with MRR above 0."""
        return self.first_day(start, lambda mrr: mrr > 0)

    def first_day_unpaid(self, start: date) -> date | None:
        """The first day from `start` on without MRR."""
        return self.first_day(start, lambda mrr: mrr == 0)


def read_timeline(accounts: Iterable[Account]) -> Timeline:
    """Add up accounts that count as one customer."""
    changes: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for account in accounts:
        before = ZERO
        for part in account.stretches:
            changes[part.start] += part.mrr - before
            before = part.mrr
    days = tuple(sorted(day for day, change in changes.items() if change))
    return Timeline(days, tuple(accumulate(changes[day] for day in days)))


def read_snapshots(timelines: Mapping[str, Timeline], calendar: Calendar) -> dict[date, Snapshot]:
    """Who pays how much at each month-end: from the first paying month to the open one."""
    paid = {
        month: snapshot
        for month in _months_with_changes(timelines, calendar)
        if (snapshot := _snapshot(timelines, calendar.reading_day(month)))
    }
    return {month: paid.get(month, {}) for month in calendar.months_from(min(paid))} if paid else {}


def _months_with_changes(timelines: Mapping[str, Timeline], calendar: Calendar) -> list[date]:
    first_days = [timeline.days[0] for timeline in timelines.values() if timeline.days]
    return calendar.months_from(month_of(min(first_days))) if first_days else []


def _snapshot(timelines: Mapping[str, Timeline], day: date) -> Snapshot:
    read = ((customer_id, timeline.on(day)) for customer_id, timeline in timelines.items())
    return {customer_id: mrr for customer_id, mrr in read if mrr > 0}
