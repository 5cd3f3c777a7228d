"""Tiny raw tables for tests: every builder fills every column, and what a test names, it sets.

A number may be an int or a text, a day or a moment a text: `plan(unit_amount="9.99")`,
`subscription(ended_at="2024-03-15 10:00")`. A text with an offset stays a text. By default there
is one customer `c1` with one subscription `s1` of one item `i1` on the plan `monthly`: 100 USD a
month since 2024-01-01, for ever. Items and discounts run since long ago, so that the
subscription decides.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from python_checks.raw_tables import TABLES, RawTables, Row
from python_checks.reference.dates import add_months, month_of

LONG_AGO = "2000-01-01"
START = "2024-01-01"
DELIVERED = "2024-01-01"


def customer(customer_id: str = "c1", **values: object) -> Row:
    """An account named after its id."""
    defaults = {"customer_id": customer_id, "customer_name": customer_id.upper(), "is_test": False}
    return _row("customers", defaults, values)


def product(product_id: str = "product", **values: object) -> Row:
    """A product named after its id."""
    defaults = {"product_id": product_id, "product_name": product_id.upper()}
    return _row("products", defaults, values)


def plan(plan_id: str = "monthly", unit_amount: object = 100, **values: object) -> Row:
    """A recurring plan of 100 USD a month."""
    defaults = {
        "plan_id": plan_id,
        "product_id": "product",
        "plan_name": plan_id.upper(),
        "charge_type": "recurring",
        "billing_interval": "month",
        "billing_interval_count": 1,
        "currency": "USD",
        "unit_amount": unit_amount,
    }
    return _row("plans", defaults, values)


def subscription(
    subscription_id: str = "s1",
    customer_id: str = "c1",
    started_at: object = START,
    ended_at: object = None,
    **values: object,
) -> Row:
    """A subscription of `c1` since 2024-01-01, without an end."""
    defaults = {
        "subscription_id": subscription_id,
        "customer_id": customer_id,
        "status": "active",
        "started_at": started_at,
        "ended_at": ended_at,
    }
    return _row("subscriptions", defaults, values)


def item(
    subscription_item_id: str = "i1",
    subscription_id: str = "s1",
    plan_id: str = "monthly",
    **values: object,
) -> Row:
    """One unit of the plan `monthly` in `s1`, as long as the subscription runs."""
    defaults = {
        "subscription_item_id": subscription_item_id,
        "subscription_id": subscription_id,
        "plan_id": plan_id,
        "quantity": 1,
        "valid_from": LONG_AGO,
    }
    return _row("subscription_items", defaults, values)


def discount(discount_id: str = "d1", subscription_id: str = "s1", **values: object) -> Row:
    """A discount for ever on the whole of `s1`; a test sets percent_off or amount_off (USD)."""
    defaults = {
        "discount_id": discount_id,
        "subscription_id": subscription_id,
        "duration": "forever",
        "currency": None if values.get("amount_off") is None else "USD",
        "starts_at": LONG_AGO,
    }
    return _row("discounts", defaults, values)


def pause(
    subscription_id: str = "s1",
    paused_at: object = START,
    resumed_at: object = None,
    **values: object,
) -> Row:
    """A pause of `s1`."""
    defaults = {
        "subscription_id": subscription_id,
        "paused_at": paused_at,
        "resumed_at": resumed_at,
    }
    return _row("subscription_pauses", defaults, values)


def usage(subscription_item_id: str, usage_month: object, amount: object, **values: object) -> Row:
    """Metered usage in USD."""
    defaults = {
        "subscription_item_id": subscription_item_id,
        "usage_month": usage_month,
        "amount": amount,
        "currency": "USD",
    }
    return _row("usage_charges", defaults, values)


def rate(currency: str, rate_date: object, rate: object, **values: object) -> Row:
    """So many units of the reporting currency per unit of `currency`."""
    defaults = {"currency": currency, "rate_date": rate_date, "rate": rate}
    return _row("exchange_rates", defaults, values)


def product_usage(
    usage_date: object, feature: str = "reports", active_users: object = 1, **values: object
) -> Row:
    """One user of the feature `reports` at `c1` on a day."""
    defaults = {
        "customer_id": "c1",
        "usage_date": usage_date,
        "feature": feature,
        "active_users": active_users,
    }
    return _row("product_usage", defaults, values)


def csm_checkin(
    checked_in_at: object, score: object = "green", checkin_id: str = "k1", **values: object
) -> Row:
    """A check-in with `c1`, which went well."""
    defaults = {
        "checkin_id": checkin_id,
        "customer_id": "c1",
        "checked_in_at": checked_in_at,
        "score": score,
    }
    return _row("csm_checkins", defaults, values)


def support_ticket(
    opened_at: object, closed_at: object = None, ticket_id: str = "t1", **values: object
) -> Row:
    """A ticket of `c1` that is still open."""
    defaults = {
        "ticket_id": ticket_id,
        "customer_id": "c1",
        "opened_at": opened_at,
        "closed_at": closed_at,
    }
    return _row("support_tickets", defaults, values)


def raw_tables(**tables: Sequence[Row]) -> RawTables:
    """All raw tables; those that a test does not name are empty."""
    _refuse_unknown(set(tables) - set(TABLES))
    return {table: list(tables.get(table, [])) for table in TABLES}


def company(**tables: Sequence[Row]) -> RawTables:
    """The default customer, plan, subscription and item, with other tables where a test says so."""
    defaults: dict[str, Sequence[Row]] = {
        "customers": [customer()],
        "plans": [plan()],
        "subscriptions": [subscription()],
        "subscription_items": [item()],
    }
    return raw_tables(**{**defaults, **tables})


def paying_by_month(
    customer_id: str, amounts: Sequence[object], first_month: date | str = START, **values: object
) -> RawTables:
    """A customer whose MRR at consecutive month-ends is `amounts` in USD, the last one for ever.

    Its plan is `monthly`; its subscription and item are named after it. `values` describe the
    customer.
    """
    month = month_of(_moment(first_month).date())
    months = [add_months(month, age) for age in range(len(amounts))]
    return raw_tables(
        customers=[customer(customer_id, **values)],
        plans=[plan()],
        subscriptions=[subscription(f"s-{customer_id}", customer_id, started_at=month)],
        subscription_items=[
            item(
                f"i-{customer_id}",
                f"s-{customer_id}",
                unit_amount=amount,
                valid_from=start,
                valid_to=None if start == months[-1] else add_months(start, 1),
            )
            for start, amount in zip(months, amounts, strict=True)
        ],
    )


def together(*companies: RawTables) -> RawTables:
    """Several raw tables as one; rows that are the same stand there once."""
    united = raw_tables()
    for company in companies:
        for table, rows in company.items():
            united[table] += [row for row in rows if row not in united[table]]
    return united


def _row(table: str, defaults: Mapping[str, object], values: Row) -> Row:
    _refuse_unknown(values.keys() - TABLES[table].keys())
    given = {"updated_at": DELIVERED, **defaults, **values}
    return {column: _typed(kind, given.get(column)) for column, kind in TABLES[table].items()}


def _refuse_unknown(names: set[str]) -> None:
    if names:
        raise TypeError(f"no such column or table: {sorted(names)}")


def _typed(kind: str, value: object) -> object:
    if value is None or value == "":
        return value
    if kind == "timestamp":
        return _moment_or_text(value)
    if kind == "date":
        return _moment(value).date()
    return Decimal(str(value)) if kind.startswith("numeric") else value


def _moment_or_text(value: object) -> object:
    has_offset = isinstance(value, str) and (value.endswith("Z") or value[-6:-5] in ("+", "-"))
    return value if has_offset else _moment(value)


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    return datetime.fromisoformat(str(value))
