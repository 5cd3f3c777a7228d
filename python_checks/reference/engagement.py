"""What customers did, said and asked: usage, check-ins and tickets, by the surviving account."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference.dates import day_in, moment, plain_day
from python_checks.reference.latest_rows import amount, day, needed_amount, needed_text
from python_checks.reference.links import Families


@dataclass(frozen=True)
class Usage:
    """What a customer had of a feature on a day; 0 active users is a day without use."""

    day: date
    feature: str
    is_active: bool


@dataclass(frozen=True, order=True)
class CheckIn:
    """What customer success thought of a customer; the latest one sorts last."""

    moment: datetime
    checkin_id: str
    day: date
    score: str


@dataclass(frozen=True)
class Ticket:
    """A question or complaint, open until the day it is closed; `satisfaction` is 1 to 5."""

    opened_on: date
    closed_on: date | None
    satisfaction: Fraction | None


@dataclass
class Engagement:
    """All that is known of one customer besides its bills."""

    usage: list[Usage] = field(default_factory=list)
    checkins: list[CheckIn] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)


def read_engagement(
    usable: RawTables, families: Families, policy: Policy
) -> Mapping[str, Engagement]:
    """The usable rows by customer: those of a merged account are the survivor's (M13).

    Instants become days in the reporting time zone.
    """
    zone = ZoneInfo(policy.reporting_timezone)
    known: dict[str, Engagement] = defaultdict(Engagement)
    for row in usable["product_usage"]:
        known[_survivor(row, families)].usage.append(_usage(row))
    for row in usable["csm_checkins"]:
        known[_survivor(row, families)].checkins.append(_checkin(row, zone))
    for row in usable["support_tickets"]:
        known[_survivor(row, families)].tickets.append(_ticket(row, zone))
    return known


def _survivor(row: Row, families: Families) -> str:
    """An account that only unusable rows name was never merged."""
    account = needed_text(row, "customer_id")
    return families.survivor.get(account, account)


def _usage(row: Row) -> Usage:
    return Usage(
        day=plain_day(row["usage_date"]),
        feature=needed_text(row, "feature"),
        is_active=needed_amount(row, "active_users") > 0,
    )


def _checkin(row: Row, zone: ZoneInfo) -> CheckIn:
    return CheckIn(
        moment=moment(row["checked_in_at"]),
        checkin_id=needed_text(row, "checkin_id"),
        day=day_in(zone, row["checked_in_at"]),
        score=needed_text(row, "score"),
    )


def _ticket(row: Row, zone: ZoneInfo) -> Ticket:
    return Ticket(
        opened_on=day_in(zone, row["opened_at"]),
        closed_on=day(row, "closed_at", zone),
        satisfaction=amount(row, "satisfaction"),
    )
