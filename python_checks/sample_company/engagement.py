"""What some customers do beside paying: use the product, talk to us, open tickets.

A customer has a mood. Most of those who left were fading or had gone quiet before, and so are some
of those who stay: health warns more often than not, and not always.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_checks.raw_tables import Row
from python_checks.sample_company.books import SEED, Books, known_at
from python_checks.sample_company.catalogue import EXPORTED_AT, SAMPLE_AS_OF_DATE
from python_checks.sample_company.dice import Dice

FEATURES = {"dashboards": 0.95, "exports": 0.8, "sharing": 0.6, "alerts": 0.25, "automations": 0.2}
MOODS_OF_STAYERS = {"happy": 7, "fading": 2, "quiet": 1}
MOODS_OF_LEAVERS = {"happy": 1, "fading": 2, "quiet": 3}
SCORES = {
    "happy": {"green": 8, "yellow": 2},
    "fading": {"green": 2, "yellow": 4, "red": 4},
    "quiet": {"yellow": 2, "red": 5},
}
NOTES = {
    "green": ("Plans to add a team.", "Happy with the last release.", None),
    "yellow": ("Champion changed jobs.", "Asked what a smaller plan costs.", None),
    "red": ("Compares us with a competitor.", "Budget is under review.", None),
}
FIRST_TOLD = {
    "product_usage": "active_users",
    "csm_checkins": "note",
    "support_tickets": "closed_at",
}
STAYERS, LEAVERS = 42, 24
WEEKS, WEEKS_OF_LEAVERS = 16, 12
QUIET_WEEKS = 7
OPEN_TICKETS_FROM = SAMPLE_AS_OF_DATE - timedelta(days=40)
LEFT_SINCE = datetime(2025, 8, 1)
CUSTOMER_BEFORE = datetime(2025, 7, 1)


@dataclass(frozen=True)
class Engaged:
    """A customer of whom something is known, until the day on which it leaves or is read."""

    customer_id: str
    mood: str
    until: date
    weeks: int
    dice: Dice


def write_engagement(books: Books) -> None:
    """Write usage, check-ins and tickets of some customers that stay and some that left."""
    for customer in _engaged(books):
        _write_usage(books, customer)
        _write_checkins(books, customer)
        _write_tickets(books, customer)
    for table, column in FIRST_TOLD.items():
        _deliver_before(books, table, column)


def _engaged(books: Books) -> Iterator[Engaged]:
    ends = _ends(books.rows["subscriptions"])
    stayers = [name for name, end in ends.items() if end is None]
    leavers = [name for name, end in ends.items() if end and LEFT_SINCE <= end <= EXPORTED_AT]
    for names, moods, weeks in (
        (stayers[:: len(stayers) // STAYERS], MOODS_OF_STAYERS, WEEKS),
        (leavers[:LEAVERS], MOODS_OF_LEAVERS, WEEKS_OF_LEAVERS),
    ):
        for name in names:
            dice = Dice(f"{SEED}: engagement of {name}")
            until = (ends[name] or EXPORTED_AT).date()
            yield Engaged(name, dice.weigh(moods), until, weeks, dice)


def _ends(subscriptions: list[Row]) -> dict[str, datetime | None]:
    """When each customer of some age, of those by chance, leaves; None when it does not."""
    starts: dict[str, datetime] = {}
    ends: dict[str, datetime | None] = {}
    for row in subscriptions:
        name, started, ended = str(row["customer_id"]), row["started_at"], row["ended_at"]
        assert isinstance(started, datetime)
        starts[name] = min(started, starts.get(name, started))
        before = ends.get(name, datetime.min)
        ends[name] = max(before, ended) if before and isinstance(ended, datetime) else None
    return {
        name: end
        for name, end in ends.items()
        if starts[name] < CUSTOMER_BEFORE and name.removeprefix("c_").isdigit()
    }


def _write_usage(books: Books, customer: Engaged) -> None:
    dice = customer.dice
    for week in range(customer.weeks, 0, -1):
        used_on = customer.until - timedelta(days=7 * week - dice.whole(3, 6))
        for feature, habit in FEATURES.items():
            if dice.chance(habit * _liveliness(customer, week)):
                users = dice.skewed(1, 30, 2)
            elif dice.chance(0.02):
                users = 0
            else:
                continue
            books.add(
                "product_usage",
                customer_id=customer.customer_id,
                usage_date=used_on,
                feature=feature,
                active_users=users,
                updated_at=known_at(datetime.combine(used_on, time(23, 30))),
            )


def _liveliness(customer: Engaged, weeks_left: int) -> float:
    if customer.mood == "fading":
        return weeks_left / customer.weeks
    return 0.0 if customer.mood == "quiet" and weeks_left <= QUIET_WEEKS else 1.0


def _write_checkins(books: Books, customer: Engaged) -> None:
    dice = customer.dice
    for number in range(1, dice.whole(2, 5)):
        days = dice.whole(5, 60) + 70 * (number - 1)
        met_at = datetime.combine(customer.until - timedelta(days=days), time(14, 0))
        score = dice.weigh(SCORES[customer.mood])
        books.add(
            "csm_checkins",
            checkin_id=f"checkin_{customer.customer_id}_{number}",
            customer_id=customer.customer_id,
            checked_in_at=met_at,
            score=score,
            note=dice.pick(NOTES[score]),
            updated_at=known_at(met_at),
        )


def _write_tickets(books: Books, customer: Engaged) -> None:
    dice = customer.dice
    most = 4 if customer.mood == "happy" else 8
    for number in range(1, dice.whole(1, most) + 1):
        opened_on = customer.until - timedelta(days=dice.whole(1, 170))
        opened_at = datetime.combine(opened_on, time(dice.whole(7, 18), 15))
        is_open = opened_on > OPEN_TICKETS_FROM and dice.chance(0.8)
        closed_at = None if is_open else opened_at + timedelta(days=dice.skewed(0, 20, 2), hours=3)
        is_rated = closed_at is not None and dice.chance(0.6)
        books.add(
            "support_tickets",
            ticket_id=f"ticket_{customer.customer_id}_{number}",
            customer_id=customer.customer_id,
            opened_at=opened_at,
            closed_at=closed_at,
            satisfaction=dice.whole(3 if customer.mood == "happy" else 1, 5) if is_rated else None,
            updated_at=known_at(opened_at, closed_at),
        )


def _deliver_before(books: Books, table: str, column: str) -> None:
    """Write a row as it was an hour before it was delivered last, without a value yet."""
    last = next(row for row in books.rows[table] if row[column] is not None)
    assert isinstance(last["updated_at"], datetime)
    first = {column: 0 if table == "product_usage" else None}
    if table == "support_tickets":
        first["satisfaction"] = None
    books.add(table, **{**last, **first, "updated_at": last["updated_at"] - timedelta(hours=1)})
