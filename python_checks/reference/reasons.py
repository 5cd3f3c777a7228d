"""The reasons for which a raw row cannot be used, in the order of the contract.

A check gives a sentence that names the column and its value, or null when the row passes it. It
may ask for rows of the tables that were judged before.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from python_checks.raw_tables import ENGAGEMENT_TABLES, TABLES
from python_checks.reference.judged_rows import (
    ITEMS,
    MONTHLY_LIMIT,
    Quarantine,
    interval_fault,
    monthly_list,
    number,
)
from python_checks.reference.raw_records import Record

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "plans": ("unit_amount",),
    "subscriptions": ("started_at",),
    ITEMS: ("quantity",),
    "discounts": ("starts_at",),
    "usage_charges": ("amount",),
    "exchange_rates": ("rate",),
    "product_usage": ("active_users",),
    "csm_checkins": ("checked_in_at",),
    "support_tickets": ("opened_at",),
}
KNOWN_VALUES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "plans": ("charge_type", ("recurring", "one_time", "usage")),
    "discounts": ("duration", ("once", "repeating", "forever")),
    "csm_checkins": ("score", ("green", "yellow", "red")),
}
INTERVALS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "subscriptions": (("started_at", "ended_at"), ("trial_starts_at", "trial_ends_at")),
    ITEMS: (("valid_from", "valid_to"),),
    "discounts": (("starts_at", "ends_at"),),
    "subscription_pauses": (("paused_at", "resumed_at"),),
    "support_tickets": (("opened_at", "closed_at"),),
}
AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "plans": ("unit_amount",),
    ITEMS: ("unit_amount",),
    "discounts": ("percent_off", "amount_off"),
    "usage_charges": ("amount",),
}
QUANTITIES: Mapping[str, str] = {ITEMS: "quantity", "product_usage": "active_users"}
NAMING_ACCOUNTS = ("customers", "subscriptions")

Check = Callable[[Record, Quarantine], str | None]


def _missing_key(record: Record, known: Quarantine) -> str | None:
    return None if record.has_key else f"The key {record.record_key!r} is not whole."


def _unparsable(record: Record, known: Quarantine) -> str | None:
    for column in REQUIRED.get(record.table, ()):
        if record.texts[column] is None:
            return f"{column} is empty."
    for column, kind in TABLES[record.table].items():
        if record.is_unreadable(column):
            return f"{column} is {record.texts[column]!r}, which is no {kind} in range."
    return _too_much_a_month(record, known)


def _too_much_a_month(record: Record, known: Quarantine) -> str | None:
    if record.table != ITEMS:
        return None
    amount = monthly_list(record, known)
    is_too_much = amount is not None and amount >= MONTHLY_LIMIT
    return f"quantity x price is {amount} a month." if is_too_much else None


def _unknown_value(record: Record, known: Quarantine) -> str | None:
    if record.table == "support_tickets":
        return _unknown_satisfaction(record)
    if record.table not in KNOWN_VALUES:
        return None
    column, choices = KNOWN_VALUES[record.table]
    value = record.values[column]
    return None if value in choices else f"{column} is {value!r}, which is none of {choices}."


def _unknown_satisfaction(ticket: Record) -> str | None:
    if ticket.values["satisfaction"] is None or 1 <= number(ticket, "satisfaction") <= 5:
        return None
    return f"satisfaction is {ticket.texts['satisfaction']}, not between 1 and 5."


def _orphan(record: Record, known: Quarantine) -> str | None:
    """An empty customer or product; else a reference to a row that is not usable."""
    return ORPHANS[record.table](record, known) if record.table in ORPHANS else None


def _orphan_without(column: str) -> Check:
    def check(record: Record, known: Quarantine) -> str | None:
        return f"{column} is empty." if record.values[column] is None else None

    return check


def _orphan_of_account(record: Record, known: Quarantine) -> str | None:
    """An account is known when a raw row names it, usable or not, also one delivered again."""
    account = record.values["customer_id"]
    if account is not None and any(known.names(table, account) for table in NAMING_ACCOUNTS):
        return None
    return f"customer_id is {account!r}, which no customer or subscription names."


def _orphan_item(record: Record, known: Quarantine) -> str | None:
    return _without(known, record, "subscriptions", "subscription_id") or _without(
        known, record, "plans", "plan_id"
    )


def _orphan_of_subscription(record: Record, known: Quarantine) -> str | None:
    return _without(known, record, "subscriptions", "subscription_id")


def _orphan_of_item(record: Record, known: Quarantine) -> str | None:
    return _without(known, record, ITEMS, "subscription_item_id")


def _orphan_discount(record: Record, known: Quarantine) -> str | None:
    if record.values["subscription_item_id"] is None:
        return _orphan_of_subscription(record, known)
    return _orphan_of_subscription(record, known) or _without(
        known, record, ITEMS, "subscription_item_id", "subscription_id"
    )


def _without(known: Quarantine, record: Record, table: str, *columns: str) -> str | None:
    wanted = {column: record.values[column] for column in columns}
    if known.usable(table, **wanted):
        return None
    return f"{columns[0]} is {wanted[columns[0]]!r}, which no usable row of {table} has."


def _invalid_interval(record: Record, known: Quarantine) -> str | None:
    return interval_fault(record) if record.table == "plans" else None


def _ends_before_start(record: Record, known: Quarantine) -> str | None:
    for start_column, end_column in INTERVALS.get(record.table, ()):
        start, end = record.values[start_column], record.values[end_column]
        if isinstance(start, datetime) and isinstance(end, datetime) and end < start:
            return f"{end_column} is {end}, before {start_column}, {start}."
    return None


def _negative_amount(record: Record, known: Quarantine) -> str | None:
    for column in AMOUNTS.get(record.table, ()):
        if record.values[column] is not None and number(record, column) < 0:
            return f"{column} is {record.texts[column]}."
    if record.table == "exchange_rates" and number(record, "rate") <= 0:
        return f"rate is {record.texts['rate']}."
    return None


def _negative_quantity(record: Record, known: Quarantine) -> str | None:
    column = QUANTITIES.get(record.table)
    if column and number(record, column) < 0:
        return f"{column} is {record.texts[column]}."
    return None


def _unknown_currency(record: Record, known: Quarantine) -> str | None:
    if record.table not in ("plans", "usage_charges"):
        return None
    currency = record.values["currency"]
    has_rate = currency is not None and known.constant_rate(currency) is not None
    return None if has_rate else f"currency is {currency!r}, which has no rate."


def _invalid_discount(record: Record, known: Quarantine) -> str | None:
    if record.table != "discounts":
        return None
    percent, amount = record.values["percent_off"], record.values["amount_off"]
    if (percent is None) == (amount is None):
        return f"percent_off is {percent} and amount_off is {amount}; one of them must be given."
    if percent is not None:
        too_much = number(record, "percent_off") > 100
        return f"percent_off is {percent}, above 100." if too_much else None
    currency = record.values["currency"]
    if currency is None or currency not in _currencies_in_scope(record, known):
        return f"currency is {currency!r}, in which nothing that the discount is on is priced."
    return None


def _currencies_in_scope(discount: Record, known: Quarantine) -> set[object]:
    """The currencies of the item, or of all items of the subscription."""
    scope = {"subscription_id": discount.values["subscription_id"]}
    if discount.values["subscription_item_id"] is not None:
        scope["subscription_item_id"] = discount.values["subscription_item_id"]
    plans = [known.plan_of(item) for item in known.usable(ITEMS, **scope)]
    return {plan.values["currency"] for plan in plans if plan is not None}


ORPHANS: Mapping[str, Check] = {
    "plans": _orphan_without("product_id"),
    "subscriptions": _orphan_without("customer_id"),
    ITEMS: _orphan_item,
    "discounts": _orphan_discount,
    "subscription_pauses": _orphan_of_subscription,
    "usage_charges": _orphan_of_item,
    **dict.fromkeys(ENGAGEMENT_TABLES, _orphan_of_account),
}
CHECKS: Mapping[str, Check] = {
    "missing_key": _missing_key,
    "unparsable": _unparsable,
    "unknown_value": _unknown_value,
    "orphan": _orphan,
    "invalid_interval": _invalid_interval,
    "ends_before_start": _ends_before_start,
    "negative_amount": _negative_amount,
    "negative_quantity": _negative_quantity,
    "unknown_currency": _unknown_currency,
    "invalid_discount": _invalid_discount,
}
