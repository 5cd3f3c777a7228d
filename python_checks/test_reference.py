"""The rules of MRR in the reference (M1 to M13), each by a history worked out by hand."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from python_checks.builders import (
    LONG_AGO,
    company,
    customer,
    discount,
    item,
    pause,
    plan,
    rate,
    subscription,
    usage,
)
from python_checks.mart_rows import JUNE, as_of, money, movements, total_mrr, values
from python_checks.policy import Policy
from python_checks.raw_tables import Row
from python_checks.reference import compute_marts
from python_checks.reference.company import Discount
from python_checks.reference.dates import Span
from python_checks.reference.discounts import PricedItem, net_amounts


def mrr(policy: Policy = JUNE, /, **tables: Sequence[Row]) -> Decimal:
    """MRR of the default company in the open month, 0 when nobody ever pays."""
    return total_mrr(company(**tables), policy).get(f"{policy.as_of_date:%Y-%m}", Decimal(0))


def months_paid(policy: Policy = JUNE, /, **tables: Sequence[Row]) -> str:
    """The months of 2024 with MRR, such as "02 03"."""
    paid = [name for name, value in total_mrr(company(**tables), policy).items() if value > 0]
    return " ".join(name.removeprefix("2024-") for name in paid)


# M1: snapshots


def test_who_starts_on_the_last_day_of_a_month_pays_in_it() -> None:
    assert months_paid(subscriptions=[subscription(started_at="2024-05-31")]) == "05 06"


def test_who_ends_on_the_last_day_of_a_month_does_not_pay_in_it() -> None:
    assert months_paid(subscriptions=[subscription(ended_at="2024-03-31")]) == "01 02"


def test_who_ends_on_the_first_day_of_a_month_paid_in_the_month_before() -> None:
    assert months_paid(subscriptions=[subscription(ended_at="2024-04-01")]) == "01 02 03"


def test_a_service_that_starts_and_ends_on_one_day_is_never_in_force() -> None:
    same_day = subscription(started_at="2024-01-31 08:00", ended_at="2024-01-31 20:00")
    assert months_paid(subscriptions=[same_day]) == ""


def test_of_two_versions_on_one_day_the_last_one_counts() -> None:
    versions = [
        item(quantity=1, valid_to="2024-06-30 08:00"),
        item(quantity=2, valid_from="2024-06-30 08:00", valid_to="2024-06-30 17:00"),
        item(quantity=3, valid_from="2024-06-30 17:00"),
    ]
    assert mrr(subscription_items=versions) == 300


@pytest.mark.parametrize(
    ("started_at", "zone", "first_month"),
    [
        ("2024-02-01 03:00", "UTC", "02"),
        ("2024-02-01 03:00", "America/New_York", "01"),
        ("2024-02-01 05:00", "America/New_York", "02"),
        ("2024-01-31 16:00", "Asia/Tokyo", "02"),
        ("2024-01-31T23:30:00-05:00", "UTC", "02"),
        ("2024-01-31T23:30:00-05:00", "America/New_York", "01"),
        ("2024-02-01T00:30:00+01:00", "UTC", "01"),
    ],
)
def test_moments_become_days_in_the_reporting_time_zone(
    started_at: str, zone: str, first_month: str
) -> None:
    policy = Policy(date(2024, 6, 30), reporting_timezone=zone)
    paid = months_paid(policy, subscriptions=[subscription(started_at=started_at)])
    assert paid.split()[0] == first_month


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-01",
        "2024-02-01 00:00",
        "2024-02-01T00:00:00",
        "2024-02-01 00:00:00.123456789",
        "2024-02-01T00:00:00Z",
        "2024-02-01 00:30:00+00",
        "2024-02-01 05:30:00+05:30",
        "2024-01-31 23:30:00 -0030",
    ],
)
def test_a_moment_may_be_written_in_any_iso_form(text: str) -> None:
    written = {**subscription(), "started_at": text}
    assert months_paid(subscriptions=[written]) == "02 03 04 05 06"


def test_the_open_month_is_read_at_the_end_of_the_as_of_date() -> None:
    ends_later = [subscription(ended_at="2024-06-16")]
    assert mrr(Policy(date(2024, 6, 15)), subscriptions=ends_later) == 100
    assert mrr(Policy(date(2024, 6, 16)), subscriptions=ends_later) == 0


def test_nothing_after_the_as_of_date_counts() -> None:
    assert total_mrr(company(subscriptions=[subscription(started_at="2024-07-01")])) == {}


def test_a_month_is_complete_once_its_last_day_is_before_the_as_of_date() -> None:
    raw = company(subscriptions=[subscription(started_at="2024-05-01")])
    on_last_day = compute_marts(raw, as_of(2024, 5, 31))["metrics_mrr_monthly"]
    day_after = compute_marts(raw, as_of(2024, 6, 1))["metrics_mrr_monthly"]
    assert [row["is_complete_month"] for row in on_last_day] == [False]
    assert [row["is_complete_month"] for row in day_after] == [True, False]


# M2 to M4: amounts


@pytest.mark.parametrize(
    ("interval", "count", "unit_amount", "monthly"),
    [
        ("day", 1, "12", "365"),
        ("day", 7, "12", "52.142857"),
        ("day", 365, "1200", "100"),
        ("week", 1, "12", "52"),
        ("week", 2, "12", "26"),
        ("week", 4, "1", "1.083333"),
        ("month", 1, "90", "90"),
        ("month", None, "90", "90"),
        ("month", 3, "90", "30"),
        ("month", 18, "100", "5.555556"),
        ("quarter", 1, "90", "30"),
        ("quarter", 2, "90", "15"),
        ("year", 1, "1200", "100"),
        ("year", 2, "1200", "50"),
        ("year", 3, "100", "2.777778"),
    ],
)
def test_every_interval_and_count_has_its_monthly_amount(
    interval: str, count: int | None, unit_amount: str, monthly: str
) -> None:
    priced = plan(unit_amount=unit_amount, billing_interval=interval, billing_interval_count=count)
    assert mrr(plans=[priced]) == Decimal(monthly)


def test_quantity_and_price_are_rounded_once_together() -> None:
    three_years = plan(unit_amount=100, billing_interval="year", billing_interval_count=3)
    assert mrr(plans=[three_years], subscription_items=[item(quantity=3)]) == Decimal("8.333333")


def test_half_a_millionth_is_rounded_away_from_zero() -> None:
    assert mrr(plans=[plan(unit_amount="0.000006", billing_interval="year")]) == Decimal("0.000001")


def test_amounts_of_a_trillion_are_exact_to_the_sixth_decimal() -> None:
    daily = plan(unit_amount="999999999999.999999", billing_interval="day")
    assert mrr(plans=[daily]) == Decimal("30416666666666.666636")


def test_more_than_six_decimals_are_rounded_when_read() -> None:
    assert mrr(plans=[plan(unit_amount="0.0000015")]) == Decimal("0.000002")


def test_an_items_own_price_goes_before_its_plans() -> None:
    assert mrr(subscription_items=[item(unit_amount=70, quantity=2)]) == 140
    assert mrr(subscription_items=[item(unit_amount=0)]) == 0
    assert mrr(subscription_items=[{**item(), "unit_amount": ""}]) == 100


def test_only_recurring_charges_count() -> None:
    plans = [
        plan(),
        plan("setup", 500, charge_type="one_time", billing_interval=None),
        plan("metered", 7, charge_type="usage"),
    ]
    items = [item(), item("i2", plan_id="setup"), item("i3", plan_id="metered")]
    metered = [usage("i3", "2024-06-01", 70)]
    assert mrr(plans=plans, subscription_items=items, usage_charges=metered) == 100


# M5: trials


@pytest.mark.parametrize(
    ("trial", "paid"),
    [
        ({"trial_starts_at": "2024-01-01", "trial_ends_at": "2024-03-01"}, "03 04 05 06"),
        ({"trial_ends_at": "2024-03-31"}, "03 04 05 06"),
        ({"trial_ends_at": "2024-04-01"}, "04 05 06"),
        ({"trial_starts_at": "2024-01-01"}, ""),
        ({"trial_ends_at": "2023-12-01"}, "01 02 03 04 05 06"),
        ({"trial_starts_at": "2024-03-01", "trial_ends_at": "2024-05-01"}, "01 02 03 04 05 06"),
        ({"trial_starts_at": "2024-03-01"}, "01 02 03 04 05 06"),
        ({"trial_starts_at": "2024-01-02", "trial_ends_at": "2024-05-01"}, "01 02 03 04 05 06"),
    ],
)
def test_a_trial_removes_mrr_unless_the_subscription_has_paid_before(
    trial: dict[str, object], paid: str
) -> None:
    assert months_paid(subscriptions=[subscription(**trial)]) == paid  # type: ignore[arg-type]


TRIAL_IN_MARCH_AND_APRIL = subscription(trial_starts_at="2024-03-01", trial_ends_at="2024-05-01")


def test_who_was_free_before_the_trial_has_not_paid() -> None:
    free = discount(percent_off=100, ends_at="2024-03-01")
    assert months_paid(subscriptions=[TRIAL_IN_MARCH_AND_APRIL], discounts=[free]) == "05 06"


def test_one_paid_day_before_the_trial_is_enough() -> None:
    free = discount(percent_off=100, ends_at="2024-02-29")
    paid = months_paid(subscriptions=[TRIAL_IN_MARCH_AND_APRIL], discounts=[free])
    assert paid == "02 03 04 05 06"


def test_who_was_paused_until_the_trial_has_not_paid() -> None:
    paused = pause(paused_at="2024-01-01", resumed_at="2024-03-01")
    raw = {"subscriptions": [TRIAL_IN_MARCH_AND_APRIL], "subscription_pauses": [paused]}
    assert months_paid(**raw) == "05 06"


def test_an_item_added_after_the_trial_counts_from_its_own_start() -> None:
    trial = [subscription(trial_ends_at="2024-02-01")]
    assert months_paid(subscriptions=trial, subscription_items=[item(valid_from="2024-04-15")]) == (
        "04 05 06"
    )


def test_another_subscriptions_payments_do_not_end_a_trial() -> None:
    tables = {
        "subscriptions": [subscription(), subscription("s2", trial_ends_at="2024-06-01")],
        "subscription_items": [item(), item("i2", "s2")],
    }
    assert list(total_mrr(company(**tables)).values()) == [100, 100, 100, 100, 100, 200]


# M6 to M8: pauses, ends, status


def test_a_pause_is_churn_and_reactivation() -> None:
    paused = pause(paused_at="2024-02-29", resumed_at="2024-04-30")
    assert movements(company(subscription_pauses=[paused])) == [
        "2024-01 c1 new +100",
        "2024-02 c1 churn -100",
        "2024-04 c1 reactivation +100",
        "2024-05 c1 unchanged +0",
        "2024-06 c1 unchanged +0",
    ]


def test_a_pause_hits_only_its_own_subscription() -> None:
    tables = {
        "subscriptions": [subscription(), subscription("s2")],
        "subscription_items": [item(), item("i2", "s2")],
        "subscription_pauses": [pause("s2", "2024-02-01")],
    }
    assert mrr(**tables) == 100


def test_an_item_counts_only_while_its_subscription_runs() -> None:
    service = [subscription(started_at="2024-02-10", ended_at="2024-04-10")]
    assert months_paid(subscriptions=service) == "02 03"


@pytest.mark.parametrize(
    ("ended_at", "valid_to"),
    [("2024-04-01", "2024-06-01"), ("2024-06-01", "2024-04-01"), (None, "2024-04-01")],
)
def test_an_item_ends_with_its_version_or_its_service_whichever_is_first(
    ended_at: str | None, valid_to: str
) -> None:
    service, version = subscription(ended_at=ended_at), item(valid_to=valid_to)
    assert months_paid(subscriptions=[service], subscription_items=[version]) == "01 02 03"


def test_a_customer_leaves_when_service_ends_not_when_it_asks_to_cancel() -> None:
    cancelled = subscription(cancel_requested_at="2024-02-01", ended_at="2024-05-01")
    assert months_paid(subscriptions=[cancelled]) == "01 02 03 04"


@pytest.mark.parametrize("status", ["past_due", "canceled", "trialing", "paused", "unpaid"])
def test_todays_status_never_moves_history(status: str) -> None:
    assert months_paid(subscriptions=[subscription(status=status)]) == "01 02 03 04 05 06"


# M9: discounts


def test_percents_multiply() -> None:
    stacked = [
        discount("d1", percent_off=20),
        discount("d2", percent_off=10, subscription_item_id="i1", duration="repeating"),
    ]
    assert mrr(discounts=stacked) == 72


def test_the_currency_of_a_percent_means_nothing() -> None:
    assert mrr(discounts=[discount(percent_off=20, currency="EUR")]) == 80


def test_percents_of_an_item_are_rounded_once() -> None:
    stacked = [discount("d1", percent_off="0.1"), discount("d2", percent_off="0.1")]
    cheap = [plan(unit_amount="0.000250")]
    assert mrr(plans=cheap, discounts=stacked) == Decimal("0.000250")


def test_a_discount_once_leaves_mrr_alone() -> None:
    assert mrr(discounts=[discount(duration="once", percent_off=50)]) == 100


def test_a_fixed_amount_is_per_billing_interval() -> None:
    yearly = [plan(unit_amount=1200, billing_interval="year")]
    assert mrr(plans=yearly, discounts=[discount(amount_off=120)]) == 90
    on_item = discount(amount_off=120, subscription_item_id="i1")
    assert mrr(plans=yearly, discounts=[on_item]) == 90


def test_an_items_fixed_amounts_are_added_before_rounding() -> None:
    yearly = [plan(unit_amount=1200, billing_interval="year")]
    tiny = [discount(f"d{n}", amount_off="0.000003", subscription_item_id="i1") for n in (1, 2)]
    assert mrr(plans=yearly, discounts=tiny) == Decimal("99.999999")


TWO_ITEMS = {"subscription_items": [item("i1"), item("i2", unit_amount=300)]}


def test_an_items_discount_leaves_the_other_items_alone() -> None:
    half_off = discount(percent_off=50, subscription_item_id="i1")
    assert mrr(discounts=[half_off], **TWO_ITEMS) == 350


def test_a_fixed_amount_larger_than_the_price_makes_the_item_free() -> None:
    assert mrr(discounts=[discount(amount_off=150)]) == 0


def test_what_an_item_cannot_absorb_is_not_moved_to_another() -> None:
    too_much = discount(amount_off=150, subscription_item_id="i1")
    assert mrr(discounts=[too_much], **TWO_ITEMS) == 300


def test_fixed_amounts_apply_to_what_percents_leave_whatever_their_starts() -> None:
    fixed_first = [discount("d1", amount_off=10), discount("d2", percent_off=50)]
    assert mrr(discounts=fixed_first) == 40


def test_a_fixed_amount_is_shared_by_list_mrr_not_by_what_percents_leave() -> None:
    shared = [
        discount("d1", amount_off=200),
        discount("d2", percent_off=60, subscription_item_id="i1"),
    ]
    assert mrr(discounts=shared, **TWO_ITEMS) == 0 + 150


def test_a_shared_amount_is_normalised_by_each_items_own_interval() -> None:
    plans = [plan(), plan("yearly", 1200, billing_interval="year")]
    items = [item("i1"), item("i2", plan_id="yearly")]
    shared = [discount(amount_off=12)]
    assert mrr(plans=plans, subscription_items=items, discounts=shared) == Decimal("193.5")


def test_only_the_items_in_force_share() -> None:
    items = [item("i1"), item("i2", unit_amount=300, valid_to="2024-03-01")]
    paid = total_mrr(company(subscription_items=items, discounts=[discount(amount_off=80)]))
    assert [paid["2024-02"], paid["2024-03"]] == [320, 20]


def test_only_items_in_the_discounts_currency_share_it() -> None:
    tables = {
        "plans": [plan(), plan("euro", 100, currency="EUR")],
        "subscription_items": [item("i1"), item("i2", plan_id="euro")],
        "exchange_rates": [rate("EUR", LONG_AGO, "1.1")],
    }
    in_euro = discount("d1", amount_off=10, currency="EUR")
    in_dollar = discount("d2", amount_off=10, subscription_item_id="i2")
    assert mrr(discounts=[in_euro], **tables) == 100 + 99
    assert mrr(discounts=[in_dollar], **tables) == 100 + 110


def test_a_free_item_takes_no_share() -> None:
    items = [item("i1", unit_amount=0), item("i2")]
    assert mrr(subscription_items=items, discounts=[discount(amount_off=10)]) == 90
    assert mrr(subscription_items=items[:1], discounts=[discount(amount_off=10)]) == 0


def priced(item_id: str, list_mrr: str, factor: Fraction = Fraction(1)) -> PricedItem:
    return PricedItem(item_id, Span(date.min, None), "USD", factor, Decimal(list_mrr))


def shares_of(amount_off: str, items: Sequence[PricedItem]) -> list[Decimal]:
    whole = Discount(
        subscription_id="s1",
        item_id=None,
        duration="forever",
        share_off=None,
        amount_off=Fraction(amount_off),
        currency="USD",
        running=Span(date.min, None),
    )
    nets = net_amounts(items, [whole], date(2024, 1, 1))
    return [item.list_mrr - net for item, net in zip(items, nets, strict=True)]


def test_what_rounding_leaves_goes_to_the_smallest_item_id_on_a_tie() -> None:
    three = [priced("b", "100"), priced("c", "100"), priced("a", "100")]
    assert shares_of("10", three) == [*money("3.333333", "3.333333", "3.333334")]
    assert shares_of("20", three) == [*money("6.666667", "6.666666", "6.666667")]


def test_what_rounding_leaves_goes_to_the_largest_remainder() -> None:
    assert shares_of("10", [priced("a", "100"), priced("b", "200")]) == [
        *money("3.333333", "6.666667")
    ]


def test_the_total_of_a_shared_amount_is_rounded_once_after_normalising() -> None:
    mixed = [priced("a", "1"), priced("b", "1", Fraction(1, 12))]
    assert shares_of("0.000001", mixed) == [*money("0.000001", "0.000000")]
    yearly = [priced("a", "1", Fraction(1, 12)), priced("b", "1", Fraction(1, 12))]
    assert shares_of("0.000006", yearly) == [*money("0.000001", "0.000000")]


def test_a_discount_that_starts_is_contraction_and_one_that_ends_is_expansion() -> None:
    spring = discount(percent_off=30, starts_at="2024-02-29", ends_at="2024-04-30")
    assert movements(company(discounts=[spring])) == [
        "2024-01 c1 new +100",
        "2024-02 c1 contraction -30",
        "2024-03 c1 unchanged +0",
        "2024-04 c1 expansion +30",
        "2024-05 c1 unchanged +0",
        "2024-06 c1 unchanged +0",
    ]


def test_a_full_discount_is_churn_and_its_end_reactivation() -> None:
    free = discount(percent_off=100, starts_at="2024-03-01", ends_at="2024-05-01")
    assert movements(company(discounts=[free]))[2:4] == [
        "2024-03 c1 churn -100",
        "2024-05 c1 reactivation +100",
    ]


# M10: free customers


def test_a_customer_who_never_pays_is_in_no_metric() -> None:
    marts = compute_marts(company(plans=[plan(unit_amount=0)]), JUNE)
    empty = [mart for mart, rows in marts.items() if not rows]
    assert empty == [
        "fct_customer_months",
        "fct_mrr_movements",
        "metrics_mrr_monthly",
        "metrics_mrr_movements_monthly",
        "metrics_retention_monthly",
        "metrics_retention_monthly_by_segment",
        "metrics_retention_by_cohort",
        "metrics_retention_health",
        "dim_account_health",
        "metrics_health_monthly",
        "rejected_records",
    ]


# M11: currencies

EURO = {"plans": [plan(unit_amount=100, currency="EUR")]}


def test_all_months_use_the_rate_of_the_last_complete_month() -> None:
    rates = [
        rate("EUR", "2024-01-15", "1.10"),
        rate("EUR", "2024-05-31", "1.20"),
        rate("EUR", "2024-06-01", "1.50"),
    ]
    assert set(total_mrr(company(exchange_rates=rates, **EURO)).values()) == {Decimal(120)}


def test_closing_rates_and_their_impact_stand_beside() -> None:
    rates = [
        rate("EUR", "2024-02-10", "1.10"),
        rate("EUR", "2024-03-31", "1.30"),
        rate("EUR", "2024-05-31", "1.20"),
        rate("EUR", "2024-06-30", "1.50"),
        rate("EUR", "2024-07-01", "9"),
    ]
    rows = compute_marts(company(exchange_rates=rates, **EURO), JUNE)["metrics_mrr_monthly"]
    beside = [values(row, "closing_mrr_at_closing_rates", "fx_impact") for row in rows]
    assert beside == [
        (None, None),
        (110, -10),
        (130, 10),
        (130, 10),
        (120, 0),
        (150, 30),
    ]


def test_a_missing_closing_rate_does_not_matter_while_nothing_is_paid_in_its_currency() -> None:
    tables = {
        "plans": [plan(), plan("euro", 10, currency="EUR")],
        "subscription_items": [item("i1"), item("i2", plan_id="euro", valid_from="2024-02-15")],
        "exchange_rates": [rate("EUR", "2024-03-01", 1)],
    }
    rows = compute_marts(company(**tables), JUNE)["metrics_mrr_monthly"]
    at_closing_rates = [row["closing_mrr_at_closing_rates"] for row in rows[:3]]
    assert at_closing_rates == [100, None, 110]


def test_net_amounts_are_converted_and_rounded_per_item() -> None:
    items = [item("i1", unit_amount="0.000001"), item("i2", unit_amount="0.000001")]
    rates = [rate("EUR", LONG_AGO, "0.5")]
    assert mrr(subscription_items=items, exchange_rates=rates, **EURO) == Decimal("0.000002")


def test_the_reporting_currency_has_rate_one_and_may_be_another() -> None:
    policy = Policy(date(2024, 6, 30), reporting_currency="EUR")
    assert mrr(policy, exchange_rates=[rate("EUR", LONG_AGO, 7)], **EURO) == 100


# M12: test accounts


@pytest.mark.parametrize(
    ("billed_is_test", "survivor_is_test", "paid"),
    [(False, False, 100), (True, False, 0), (False, True, 0), (None, None, 100)],
)
def test_a_subscription_of_a_test_account_or_of_its_survivor_is_left_out(
    billed_is_test: bool | None, survivor_is_test: bool | None, paid: int
) -> None:
    accounts = [
        customer("c1", is_test=billed_is_test, merged_into_customer_id="c2"),
        customer("c2", is_test=survivor_is_test),
    ]
    assert mrr(customers=accounts) == paid


# M13: merges and parents


def families(*accounts: Row) -> dict[str, tuple[object, ...]]:
    """Each account's survivor and ultimate parent."""
    rows = compute_marts(company(customers=accounts), JUNE)["dim_customers"]
    return {
        str(row["customer_id"]): values(row, "surviving_customer_id", "ultimate_parent_id")
        for row in rows
        if row["is_inferred"] is False
    }


def merged(account: str, target: str | None, parent: str | None = None) -> Row:
    return customer(account, merged_into_customer_id=target, parent_customer_id=parent)


def test_merges_carry_through_chains() -> None:
    assert families(merged("a", "b"), merged("b", "c"), merged("c", None)) == {
        "a": ("c", "c"),
        "b": ("c", "c"),
        "c": ("c", "c"),
    }


def test_links_on_a_circle_are_ignored_and_links_into_it_hold() -> None:
    assert families(merged("a", "b"), merged("b", "c"), merged("c", "b"), merged("d", "d")) == {
        "a": ("b", "b"),
        "b": ("b", "b"),
        "c": ("c", "c"),
        "d": ("d", "d"),
    }


def test_a_link_to_nobody_is_ignored_and_the_chain_ends_there() -> None:
    assert families(merged("a", "b"), merged("b", "nobody"), merged("c", None, "nobody")) == {
        "a": ("b", "b"),
        "b": ("b", "b"),
        "c": ("c", "c"),
    }


def test_a_link_to_an_inferred_customer_is_a_link_to_nobody() -> None:
    assert families(merged("a", "c1", "c1")) == {"a": ("a", "a")}


def test_the_survivors_own_parent_counts_and_links_go_to_the_survivor() -> None:
    accounts = [
        merged("old", "new", "ignored"),
        merged("new", None, "holding"),
        merged("holding", None, "old_top"),
        merged("old_top", "top"),
        merged("top", None),
        merged("ignored", None),
    ]
    assert families(*accounts) == {
        "old": ("new", "top"),
        "new": ("new", "top"),
        "holding": ("holding", "top"),
        "old_top": ("top", "top"),
        "top": ("top", "top"),
        "ignored": ("ignored", "ignored"),
    }


def test_parents_on_a_circle_stand_alone() -> None:
    accounts = [
        merged("a", None, "b"),
        merged("b", None, "a"),
        merged("child", None, "a"),
        merged("self", None, "absorbed"),
        merged("absorbed", "self"),
    ]
    tops = {account: top for account, (_, top) in families(*accounts).items()}
    assert tops == {"a": "a", "b": "b", "child": "a", "self": "self", "absorbed": "self"}


def test_a_merged_customer_carries_its_whole_history_to_the_survivor() -> None:
    tables = {
        "customers": [customer("c1", merged_into_customer_id="c2"), customer("c2")],
        "subscriptions": [
            subscription(ended_at="2024-03-01"),
            subscription("s2", "c2", started_at="2024-03-01"),
        ],
        "subscription_items": [item(), item("i2", "s2", unit_amount=150)],
    }
    assert movements(company(**tables))[:3] == [
        "2024-01 c2 new +100",
        "2024-02 c2 unchanged +0",
        "2024-03 c2 expansion +50",
    ]


# Re-deliveries


def test_the_latest_delivery_wins_wherever_it_stands() -> None:
    late = plan(unit_amount=60, updated_at="2024-03-01")
    early = plan(unit_amount=80, updated_at="2024-02-01")
    never = plan(unit_amount=70, updated_at=None)
    assert mrr(plans=[late, early, never]) == mrr(plans=[never, early, late]) == 60
    assert mrr(plans=[early, never]) == mrr(plans=[{**never, "updated_at": ""}, early]) == 80


def test_of_equally_late_deliveries_the_order_does_not_choose() -> None:
    twice = [plan(unit_amount=70), plan(unit_amount=80)]
    assert mrr(plans=twice) == mrr(plans=twice[::-1])


def test_a_version_of_an_item_is_known_by_its_start() -> None:
    versions = [
        item(valid_from="2024-01-01", valid_to="2024-05-01", updated_at="2024-05-01"),
        item(valid_from="2024-01-01", updated_at="2024-01-01"),
        item(valid_from="2024-05-01", quantity=2, updated_at="2024-05-01"),
    ]
    assert list(total_mrr(company(subscription_items=versions)).values()) == [100] * 4 + [200] * 2
