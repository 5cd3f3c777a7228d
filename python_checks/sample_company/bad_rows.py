"""Raw rows that cannot be used, a few of each reason code, so that the quarantine has something.

Most of them are about the customer of the story `delivered_with_bad_rows`, whose own good rows
count as if these were not there. A function is named as the reason that its rows are rejected for.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from python_checks.raw_tables import Row
from python_checks.sample_company.books import Books
from python_checks.sample_company.story import at

LOADED_AT = datetime(2026, 5, 18, 6, 30)
CUSTOMER = "c_delivered_with_bad_rows"
SUBSCRIPTION = "s_delivered_with_bad_rows_1a"
ITEM = "i_delivered_with_bad_rows_1a_1"
PLAN = "workspace_team_monthly_usd"
PLAN_IN_FRANCS = "workspace_team_monthly_chf"


def missing_key(books: Books) -> None:
    """An id, or the moment that tells two rows apart, was not delivered."""
    _add(books, "customers", customer_name="Nameless Import Inc.", segment="smb", is_test=False)
    _item(books, None)
    _add(books, "subscription_pauses", subscription_id=SUBSCRIPTION, resumed_at=at("2026-02-02"))
    _add(books, "support_tickets", customer_id=CUSTOMER, opened_at=at("2026-05-04"))


def unparsable(books: Books) -> None:
    """Words where a date, a number or a yes or no should be; a start that is empty."""
    _add(books, "customers", customer_id="c_bad_flag", is_test="maybe")
    _add(books, "products", product_id="bad_time", product_name="Reports", updated_at="31.12.2025")
    _subscription(books, "s_bad_start", started_at="soon")
    _item(books, "i_bad_quantity", quantity="ten")
    _discount(books, "d_bad_start", percent_off=Decimal(10), starts_at=None)
    _rate(books, "end of April", Decimal("1.12"))
    _use(books, active_users="many")


def unknown_value(books: Books) -> None:
    """A kind of charge and a duration that nobody agreed on."""
    _plan(books, "bad_charge_type", charge_type="membership")
    _discount(books, "d_bad_duration", percent_off=Decimal(10), duration="sometimes")
    _add(
        books,
        "csm_checkins",
        checkin_id="checkin_bad_score",
        customer_id=CUSTOMER,
        checked_in_at=at("2026-04-09"),
        score="amber",
    )


def orphan(books: Books) -> None:
    """They refer to rows that do not exist, to rows that are rejected, or to nothing."""
    _plan(books, "bad_product", product_id=None)
    _subscription(books, "s_bad_customer", customer_id=None)
    _item(books, "i_bad_subscription", subscription_id="s_never_delivered")
    _item(books, "i_bad_plan", plan_id=PLAN_IN_FRANCS)
    _discount(books, "d_bad_item", percent_off=Decimal(10), subscription_item_id="i_bad_quantity")
    _pause(books, "s_bad_start", at("2026-03-02"), None)
    _usage(books, "i_never_delivered", Decimal("12.50"))
    _use(books, customer_id="c_never_delivered")


def invalid_interval(books: Books) -> None:
    """Billed every fortnight, which is no interval of ours, and every 0 months."""
    _plan(books, "bad_interval", billing_interval="fortnight")
    _plan(books, "bad_interval_count", billing_interval_count=0)


def ends_before_start(books: Books) -> None:
    """Both dates are given, in the wrong order."""
    first, last = at("2025-11-03"), at("2026-02-03")
    _subscription(books, "s_bad_end", started_at=last, ended_at=first, status="canceled")
    _subscription(books, "s_bad_trial", trial_starts_at=last, trial_ends_at=first)
    _item(books, "i_bad_end", valid_from=last, valid_to=first)
    _discount(books, "d_bad_end", percent_off=Decimal(10), starts_at=last, ends_at=first)
    _pause(books, SUBSCRIPTION, last, first)
    _add(
        books,
        "support_tickets",
        ticket_id="ticket_bad_end",
        customer_id=CUSTOMER,
        opened_at=last,
        closed_at=first,
    )


def negative_amount(books: Books) -> None:
    """Credits written as prices, and a rate of 0."""
    _plan(books, "bad_price", unit_amount=Decimal(-39))
    _item(books, "i_bad_price", unit_amount=Decimal("-12.50"))
    _discount(books, "d_bad_amount", amount_off=Decimal(-25), currency="USD")
    _usage(books, ITEM, Decimal("-4.20"))
    _rate(books, date(2026, 5, 18), Decimal(0))


def negative_quantity(books: Books) -> None:
    """Seats taken back as a line of their own, instead of a new version with fewer; so users."""
    _item(books, "i_bad_seats", quantity=Decimal(-3))
    _item(books, "i_bad_seats", quantity=Decimal("-0.5"), valid_from=at("2026-01-12"))
    _use(books, usage_date=date(2026, 5, 12), active_users=-3)


def unknown_currency(books: Books) -> None:
    """Swiss francs, and no rate for them."""
    _plan(books, PLAN_IN_FRANCS, currency="CHF")
    _usage(books, ITEM, Decimal("18.40"), usage_month=date(2026, 2, 1), currency="CHF")


def invalid_discount(books: Books) -> None:
    """More than all, two kinds at once, neither kind, and euros off a price in dollars."""
    _discount(books, "d_bad_percent", percent_off=Decimal(120))
    _discount(books, "d_bad_both", percent_off=Decimal(10), amount_off=Decimal(25), currency="USD")
    _discount(books, "d_bad_neither")
    _discount(books, "d_bad_currency", amount_off=Decimal(25), currency="EUR")


def overlapping_versions(books: Books) -> None:
    """Versions of an item that start while an earlier one is open: which seats count?"""
    _item(books, ITEM, quantity=Decimal(14), valid_from=at("2025-03-03"), valid_to=at("2025-06-02"))
    _item(books, ITEM, quantity=Decimal(12), valid_from=at("2025-06-02"))


BAD_ROWS: tuple[Callable[[Books], None], ...] = (
    missing_key,
    unparsable,
    unknown_value,
    orphan,
    invalid_interval,
    ends_before_start,
    negative_amount,
    negative_quantity,
    unknown_currency,
    invalid_discount,
    overlapping_versions,
)


def _add(books: Books, table: str, **values: object) -> None:
    books.add(table, **{"updated_at": LOADED_AT, **values})


def _use(books: Books, **faults: object) -> None:
    good: Row = {
        "customer_id": CUSTOMER,
        "usage_date": date(2026, 5, 11),
        "feature": "dashboards",
        "active_users": 3,
    }
    _add(books, "product_usage", **{**good, **faults})


def _plan(books: Books, plan_id: str, **faults: object) -> None:
    good: Row = {
        "product_id": "workspace",
        "plan_name": "Workspace Team",
        "charge_type": "recurring",
        "billing_interval": "month",
        "billing_interval_count": 1,
        "currency": "USD",
        "unit_amount": Decimal(39),
    }
    _add(books, "plans", plan_id=plan_id, **{**good, **faults})


def _subscription(books: Books, subscription_id: str, **faults: object) -> None:
    good: Row = {"customer_id": CUSTOMER, "status": "active", "started_at": at("2025-11-03")}
    _add(books, "subscriptions", subscription_id=subscription_id, **{**good, **faults})


def _item(books: Books, item_id: str | None, **faults: object) -> None:
    good: Row = {
        "subscription_id": SUBSCRIPTION,
        "plan_id": PLAN,
        "quantity": Decimal(4),
        "valid_from": at("2025-11-03"),
    }
    _add(books, "subscription_items", subscription_item_id=item_id, **{**good, **faults})


def _discount(books: Books, discount_id: str, **faults: object) -> None:
    good: Row = {
        "subscription_id": SUBSCRIPTION,
        "duration": "repeating",
        "starts_at": at("2025-11-03"),
    }
    _add(books, "discounts", discount_id=discount_id, **{**good, **faults})


def _pause(
    books: Books, subscription_id: str, paused_at: datetime, resumed_at: datetime | None
) -> None:
    moments: Row = {"paused_at": paused_at, "resumed_at": resumed_at}
    _add(books, "subscription_pauses", subscription_id=subscription_id, **moments)


def _usage(books: Books, item_id: str, amount: Decimal, **faults: object) -> None:
    good: Row = {"usage_month": date(2026, 3, 1), "amount": amount, "currency": "USD"}
    _add(books, "usage_charges", subscription_item_id=item_id, **{**good, **faults})


def _rate(books: Books, rate_date: object, rate: Decimal) -> None:
    _add(books, "exchange_rates", currency="EUR", rate_date=rate_date, rate=rate)
