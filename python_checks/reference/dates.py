"""Moments become days in the reporting time zone; days are read at month-ends (M1)."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

NEVER = date(9999, 12, 31)  # what many systems write for an end that is not known

MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"([T ](?P<clock>\d\d:\d\d(:\d\d)?)(\.(?P<fraction>\d+))?"
    r" ?(?P<offset>Z|[+-]\d\d(:?\d\d)?)?)?"
)


@dataclass(frozen=True)
class Span:
    """The days from `start` on, up to and without `end`; no end means for ever."""

    start: date
    end: date | None

    def contains(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.start <= day and (self.end is None or day < self.end)

    def within(self, other: "Span") -> "Span":
        """The days that both have in common; start and end may coincide or cross: no day."""
        return Span(max(self.start, other.start), earliest((self.end, other.end)))

    def edges(self) -> list[date]:
        """The days on which something changes."""
        return [self.start] if self.end is None else [self.start, self.end]


@dataclass(frozen=True)
class Calendar:
    """The months up to the one that contains `as_of`, each named by its first day."""

    as_of: date

    @property
    def last_month(self) -> date:
        """The open month."""
        return month_of(self.as_of)

    def reading_day(self, month: date) -> date:
        """The last day of the month; of the open month the as-of date."""
        return min(last_day(month), self.as_of)

    def is_complete(self, month: date) -> bool:
        """Whether the month's last day is before the as-of date."""
        return last_day(month) < self.as_of

    def months_from(self, first: date) -> list[date]:
        """Every month from `first` to the open one."""
        return [add_months(first, ages) for ages in range(months_between(first, self.as_of) + 1)]


def moment(value: object) -> datetime:
    """The instant in UTC of a date, a datetime or an ISO text.

    What carries no offset is UTC. Raises ValueError when the value is no moment.
    """
    if isinstance(value, str):
        value = _moment_of_text(value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise ValueError(f"not a moment: {value!r}")
    return _in_utc(value)


def day_in(zone: tzinfo, value: object) -> date:
    """The calendar day of a moment in the reporting time zone; the last day there is at most."""
    try:
        return moment(value).astimezone(zone).date()
    except OverflowError:
        return date.max


def plain_day(value: object) -> date:
    """The day of a date column, which knows no time zone."""
    return value if type(value) is date else moment(value).date()


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """The last calendar day of the month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def add_months(month: date, count: int) -> date:
    """The month `count` months later, or earlier when negative."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def months_between(first: date, second: date) -> int:
    """How many months the second one's month lies after the first one's."""
    return (second.year - first.year) * 12 + second.month - first.month


def days_later(day: date, count: int) -> date | None:
    """The day `count` days later, null when that is after the last day there is."""
    is_beyond = count > (date.max - day).days
    return None if is_beyond else day + timedelta(days=count)


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known, null when none is."""
    return min((day for day in days if day is not None), default=None)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value.astimezone(UTC)


def _moment_of_text(text: str) -> datetime:
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a moment: {text!r}")
    fraction = (found["fraction"] or "0")[:6].ljust(6, "0")
    clock, offset = found["clock"] or "00:00", _full_offset(found["offset"])
    seconds = clock if clock.count(":") == 2 else clock + ":00"
    return datetime.fromisoformat(f"{found['day']}T{seconds}.{fraction}{offset}")


def _full_offset(offset: str | None) -> str:
    if offset is None:
        return ""
    digits = "0000" if offset == "Z" else offset[1:].replace(":", "").ljust(4, "0")
    return f"{'-' if offset[0] == '-' else '+'}{digits[:2]}:{digits[2:]}"
