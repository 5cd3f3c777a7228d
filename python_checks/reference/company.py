"""The raw tables as typed things, one per key, with days in the reporting time zone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference.dates import (
    NEVER,
    Span,
    days_later,
    earliest,
    moment,
    month_of,
    plain_day,
)
from python_checks.reference.latest_rows import (
    amount,
    day,
    latest_rows,
    needed_amount,
    needed_day,
    needed_text,
    text,
)

TWELVE_PLACES = Decimal("0.000000000001")


@dataclass(frozen=True)
class Customer:
    """An account, or an inferred one of which only the id is known."""

    customer_id: str
    name: str | None = None
    parent_id: str | None = None
    merged_into_id: str | None = None
    segment: str | None = None
    country: str | None = None
    industry: str | None = None
    acquisition_channel: str | None = None
    is_test: bool = False
    is_inferred: bool = False


@dataclass(frozen=True)
class Product:
    """What a plan sells."""

    product_id: str
    name: str | None
    family: str | None


@dataclass(frozen=True)
class Plan:
    """A price: `unit_amount` in major units of `currency` per unit and billing interval."""

    plan_id: str
    product_id: str
    name: str | None
    charge_type: str
    interval: str | None
    interval_count: int
    currency: str
    unit_amount: Fraction


@dataclass(frozen=True)
class Trial:
    """Days without MRR from `first_day` on; no end means that it never ends (M5)."""

    first_day: date
    ends_on: date | None


@dataclass(frozen=True)
class Subscription:
    """A service that a customer is billed for."""

    subscription_id: str
    customer_id: str
    service: Span
    trial: Trial | None
    end_reason: str | None


@dataclass(frozen=True)
class ItemVersion:
    """What one item was during `validity`; `unit_amount` overrides the plan's price."""

    item_id: str
    subscription_id: str
    plan_id: str
    quantity: Fraction
    unit_amount: Fraction | None
    validity: Span


@dataclass(frozen=True)
class Discount:
    """A share off or a fixed amount off; without an item it is the whole subscription's."""

    subscription_id: str
    item_id: str | None
    duration: str
    share_off: Fraction | None
    amount_off: Fraction | None
    currency: str | None
    running: Span


@dataclass(frozen=True)
class Pause:
    """Days on which a subscription has no MRR (M6)."""

    subscription_id: str
    paused: Span


@dataclass(frozen=True)
class UsageCharge:
    """What one item used in a month, in major units of `currency`."""

    item_id: str
    month: date
    currency: str
    amount: Fraction


@dataclass(frozen=True)
class Company:
    """Everything the raw tables say; lists stand under the subscription they belong to."""

    customers: Mapping[str, Customer]
    products: Mapping[str, Product]
    plans: Mapping[str, Plan]
    subscriptions: tuple[Subscription, ...]
    items: Mapping[str, list[ItemVersion]]
    discounts: Mapping[str, list[Discount]]
    pauses: Mapping[str, list[Pause]]
    usage: tuple[UsageCharge, ...]
    rates: Mapping[str, list[tuple[date, Fraction]]]


def read_company(raw: RawTables, policy: Policy) -> Company:
    """Keep the latest delivery of each row and read it; absent optional tables are empty."""
    zone = ZoneInfo(policy.reporting_timezone)
    subscriptions = [_subscription(row, policy, zone) for row in _latest(raw, "subscriptions")]
    return Company(
        customers=_with_inferred(_customers(raw), subscriptions),
        products={row.product_id: row for row in map(_product, _latest(raw, "products"))},
        plans={row.plan_id: row for row in map(_plan, _latest(raw, "plans"))},
        subscriptions=tuple(subscriptions),
        items=_by_subscription(_item(row, zone) for row in _latest(raw, "subscription_items")),
        discounts=_by_subscription(_discount(row, zone) for row in _latest(raw, "discounts")),
        pauses=_by_subscription(_pause(row, zone) for row in _latest(raw, "subscription_pauses")),
        usage=tuple(map(_usage_charge, _latest(raw, "usage_charges"))),
        rates=_rates(raw),
    )


Belonging = TypeVar("Belonging", ItemVersion, Discount, Pause)


def _by_subscription(rows: Iterable[Belonging]) -> dict[str, list[Belonging]]:
    grouped: dict[str, list[Belonging]] = defaultdict(list)
    for row in rows:
        grouped[row.subscription_id].append(row)
    return grouped


def _latest(raw: RawTables, table: str) -> list[Row]:
    return latest_rows(raw.get(table, []), lambda row: _key(table, row))


def _key(table: str, row: Row) -> tuple[object, ...]:
    match table:
        case "subscription_items":
            return row["subscription_item_id"], moment(row["valid_from"])
        case "subscription_pauses":
            return row["subscription_id"], moment(row["paused_at"])
        case "usage_charges":
            return row["subscription_item_id"], plain_day(row["usage_month"])
        case "exchange_rates":
            return row["currency"], plain_day(row["rate_date"])
        case _:
            return (row[f"{table[:-1]}_id"],)


def _with_inferred(
    customers: dict[str, Customer], subscriptions: Iterable[Subscription]
) -> dict[str, Customer]:
    for subscription in subscriptions:
        customer_id = subscription.customer_id
        customers.setdefault(customer_id, Customer(customer_id, is_inferred=True))
    return customers


def _customers(raw: RawTables) -> dict[str, Customer]:
    return {row.customer_id: row for row in map(_customer, _latest(raw, "customers"))}


def _customer(row: Row) -> Customer:
    return Customer(
        customer_id=needed_text(row, "customer_id"),
        name=text(row, "customer_name"),
        parent_id=text(row, "parent_customer_id"),
        merged_into_id=text(row, "merged_into_customer_id"),
        segment=text(row, "segment"),
        country=text(row, "country"),
        industry=text(row, "industry"),
        acquisition_channel=text(row, "acquisition_channel"),
        is_test=row["is_test"] is True,
    )


def _product(row: Row) -> Product:
    return Product(
        needed_text(row, "product_id"), text(row, "product_name"), text(row, "product_family")
    )


def _plan(row: Row) -> Plan:
    return Plan(
        plan_id=needed_text(row, "plan_id"),
        product_id=needed_text(row, "product_id"),
        name=text(row, "plan_name"),
        charge_type=needed_text(row, "charge_type"),
        interval=text(row, "billing_interval"),
        interval_count=int(text(row, "billing_interval_count") or 1),
        currency=needed_text(row, "currency"),
        unit_amount=needed_amount(row, "unit_amount"),
    )


def _subscription(row: Row, policy: Policy, zone: ZoneInfo) -> Subscription:
    service = Span(needed_day(row, "started_at", zone), _service_end(row, policy, zone))
    trial_start = day(row, "trial_starts_at", zone)
    trial_end = day(row, "trial_ends_at", zone)
    has_trial = trial_start is not None or trial_end is not None
    return Subscription(
        subscription_id=needed_text(row, "subscription_id"),
        customer_id=needed_text(row, "customer_id"),
        service=service,
        trial=Trial(trial_start or service.start, trial_end) if has_trial else None,
        end_reason=text(row, "end_reason"),
    )


def _service_end(row: Row, policy: Policy, zone: ZoneInfo) -> date | None:
    ends = [day(row, "ended_at", zone)]
    if policy.churn_recognition == "cancel_request":
        ends.append(day(row, "cancel_requested_at", zone))
    if policy.past_due_grace_days is not None and text(row, "status") == "past_due":
        ends.append(_end_of_grace(day(row, "updated_at", zone), policy.past_due_grace_days))
    return earliest([end for end in ends if end is not None and end < NEVER])


def _end_of_grace(past_due_since: date | None, days: int) -> date | None:
    return None if past_due_since is None else days_later(past_due_since, days)


def _item(row: Row, zone: ZoneInfo) -> ItemVersion:
    return ItemVersion(
        item_id=needed_text(row, "subscription_item_id"),
        subscription_id=needed_text(row, "subscription_id"),
        plan_id=needed_text(row, "plan_id"),
        quantity=needed_amount(row, "quantity"),
        unit_amount=amount(row, "unit_amount"),
        validity=Span(needed_day(row, "valid_from", zone), day(row, "valid_to", zone)),
    )


def _discount(row: Row, zone: ZoneInfo) -> Discount:
    percent_off = amount(row, "percent_off")
    return Discount(
        subscription_id=needed_text(row, "subscription_id"),
        item_id=text(row, "subscription_item_id"),
        duration=needed_text(row, "duration"),
        share_off=None if percent_off is None else percent_off / 100,
        amount_off=amount(row, "amount_off"),
        currency=text(row, "currency"),
        running=Span(needed_day(row, "starts_at", zone), day(row, "ends_at", zone)),
    )


def _pause(row: Row, zone: ZoneInfo) -> Pause:
    paused = Span(needed_day(row, "paused_at", zone), day(row, "resumed_at", zone))
    return Pause(needed_text(row, "subscription_id"), paused)


def _usage_charge(row: Row) -> UsageCharge:
    return UsageCharge(
        item_id=needed_text(row, "subscription_item_id"),
        month=month_of(plain_day(row["usage_month"])),
        currency=needed_text(row, "currency"),
        amount=needed_amount(row, "amount"),
    )


def _rates(raw: RawTables) -> dict[str, list[tuple[date, Fraction]]]:
    rates: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
    for row in _latest(raw, "exchange_rates"):
        rate = needed_amount(row, "rate", TWELVE_PLACES)
        rates[needed_text(row, "currency")].append((plain_day(row["rate_date"]), rate))
    return {currency: sorted(dated) for currency, dated in rates.items()}
