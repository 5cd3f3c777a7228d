"""What was known of a customer on a day; nothing dated later is ever looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from python_checks.reference.engagement import Engagement, Ticket
from python_checks.reference.money import ratio, rounded

USAGE_DAYS = 28
TICKET_DAYS = 90


@dataclass(frozen=True)
class Days:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def before(self) -> "Days":
        """As many days, just before these."""
        return days_to(self.first - timedelta(days=1), (self.last - self.first).days + 1)


@dataclass(frozen=True)
class Signals:
    """The figures of one customer on one day, with the names of the mart's columns.

    `sticky_features` is null for who does not use the product, `adoption_rate` also where no
    feature is sticky; counts are 0 where nothing is known.
    """

    is_known: bool
    adopted_features: int
    sticky_features: int | None
    adoption_rate: Decimal | None
    active_days: int
    active_days_before: int
    usage_trend: str
    csm_score: str | None
    csm_score_age_days: int | None
    open_tickets: int
    tickets_90_days: int
    tickets_90_days_before: int
    ticket_trend: str
    average_satisfaction: Decimal | None


def days_to(day: date, count: int) -> Days:
    """The `count` days that end with the day."""
    return Days(day - timedelta(days=count - 1), day)


def sticky_features(
    known: Mapping[str, Engagement], payers: Iterable[str], day: date, count: int
) -> list[str]:
    """The features that paying customers used on the most days of the last 28.

    A day counts once per customer; of equally sticky features the smaller names stay.
    """
    customer_days: dict[str, int] = defaultdict(int)
    for payer in payers:
        if payer in known:
            for feature, _ in _active(known[payer], days_to(day, USAGE_DAYS)):
                customer_days[feature] += 1
    most_first = sorted(customer_days, key=lambda feature: (-customer_days[feature], feature))
    return most_first[:count]


def read_signals(customer: Engagement, sticky: Sequence[str], day: date) -> Signals:
    """The customer's figures on the day; `sticky` are the features that count for adoption."""
    recent = days_to(day, USAGE_DAYS)
    features = {feature for feature, _ in _active(customer, recent)}
    active, active_before = _active_days(customer, recent), _active_days(customer, recent.before)
    uses = any(usage.day <= day for usage in customer.usage)
    adopted = sum(feature in features for feature in sticky)
    checkin = max((one for one in customer.checkins if one.day <= day), default=None)
    tickets = [ticket for ticket in customer.tickets if ticket.opened_on <= day]
    lately = days_to(day, TICKET_DAYS)
    opened, opened_before = _opened(tickets, lately), _opened(tickets, lately.before)
    return Signals(
        is_known=uses or checkin is not None or bool(tickets),
        adopted_features=adopted,
        sticky_features=len(sticky) if uses else None,
        adoption_rate=ratio(adopted, len(sticky)) if uses else None,
        active_days=active,
        active_days_before=active_before,
        usage_trend=_trend(active, active_before),
        csm_score=checkin.score if checkin else None,
        csm_score_age_days=(day - checkin.day).days if checkin else None,
        open_tickets=sum(_is_open(ticket, day) for ticket in tickets),
        tickets_90_days=opened,
        tickets_90_days_before=opened_before,
        ticket_trend=_trend(opened, opened_before),
        average_satisfaction=_average_satisfaction(tickets, lately),
    )


def _active(customer: Engagement, days: Days) -> set[tuple[str, date]]:
    return {
        (usage.feature, usage.day)
        for usage in customer.usage
        if usage.is_active and usage.day in days
    }


def _active_days(customer: Engagement, days: Days) -> int:
    return len({day for _, day in _active(customer, days)})


def _opened(tickets: Iterable[Ticket], days: Days) -> int:
    return sum(ticket.opened_on in days for ticket in tickets)


def _is_open(ticket: Ticket, day: date) -> bool:
    return ticket.closed_on is None or ticket.closed_on > day


def _average_satisfaction(tickets: Iterable[Ticket], days: Days) -> Decimal | None:
    ratings = [
        ticket.satisfaction
        for ticket in tickets
        if ticket.satisfaction is not None and ticket.closed_on and ticket.closed_on in days
    ]
    return rounded(sum(ratings, Fraction(0)) / len(ratings)) if ratings else None


def _trend(now: int, before: int) -> str:
    if now == before:
        return "steady" if now else "none"
    return "growing" if now > before else "shrinking"
