"""The quarantine of the reference: each reason, their order, and what the bad rows are worth."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest

from python_checks.builders import (
    company,
    customer,
    discount,
    item,
    pause,
    plan,
    product,
    rate,
    raw_tables,
    subscription,
    usage,
)
from python_checks.comparison import assert_same_marts, differences
from python_checks.mart_rows import JUNE, only
from python_checks.policy import Policy
from python_checks.raw_tables import TABLES, RawTables, Row
from python_checks.reference import compute_marts
from python_checks.reference.data_quality import table_rows
from python_checks.reference.quarantine import REASONS, quarantine
from python_checks.reference.raw_values import raw_text, typed


def rejected(raw: RawTables, policy: Policy = JUNE) -> list[str]:
    """The rejected rows as "table key reason"."""
    return [
        f"{row['table_name']} {row['record_key']} {row['reason']}"
        for row in compute_marts(raw, policy)["rejected_records"]
    ]


def reason_of(policy: Policy = JUNE, /, **tables: Sequence[Row]) -> str | None:
    """The reason of the only rejected row of the default company with these tables."""
    rows = compute_marts(company(**tables), policy)["rejected_records"]
    reasons = [str(row["reason"]) for row in rows if row["table_name"] in tables]
    assert len(reasons) <= 1
    return reasons[0] if reasons else None


def with_values(row: Row, **values: object) -> Row:
    """The row with cells as a loader delivered them."""
    return {**row, **values}


def at_stake(raw: RawTables, policy: Policy = JUNE) -> list[object]:
    """What the rejected rows are worth a month."""
    return [row["mrr_at_stake"] for row in compute_marts(raw, policy)["rejected_records"]]


def summary(raw: RawTables, table: str, policy: Policy = JUNE) -> Row:
    """The table's row of `data_quality_summary`, without its zeros."""
    row = only(compute_marts(raw, policy)["data_quality_summary"], table_name=table)
    return {name: value for name, value in row.items() if value not in (0, table)}


def test_a_company_without_faults_has_an_empty_quarantine() -> None:
    assert rejected(company(products=[product()])) == []


def test_every_raw_table_has_a_row_in_the_summary_also_an_absent_one() -> None:
    rows = table_rows(quarantine({}, JUNE))
    assert [row["table_name"] for row in rows] == sorted(TABLES)
    assert {row["rows_read"] for row in rows} == {0}


# The typed reading of raw cells


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("timestamp", "2024-01-31", datetime(2024, 1, 31)),
        ("timestamp", " 2024-01-31T23:30:00-05:00 ", datetime(2024, 2, 1, 4, 30)),
        ("timestamp", "1900-01-01", datetime(1900, 1, 1)),
        ("timestamp", "9999-12-31 23:59:59.999999", datetime(9999, 12, 31, 23, 59, 59, 999999)),
        ("date", "2024-01-31 12:00:00", date(2024, 1, 31)),
        ("numeric(28, 6)", "-1.5", Decimal("-1.5")),
        ("numeric(28, 6)", "+.5", Decimal("0.5")),
        ("numeric(28, 6)", "1e3", Decimal(1000)),
        ("numeric(28, 6)", "9999999999999.999999", Decimal("9999999999999.999999")),
        ("numeric(28, 12)", "999999.999999", Decimal("999999.999999")),
        ("integer", "2.000", 2),
        ("boolean", "TRUE", True),
        ("boolean", "n", False),
    ],
)
def test_a_text_is_read_as_its_column_wants_it(kind: str, text: str, value: object) -> None:
    assert typed(text, kind) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timestamp", "yesterday"),
        ("timestamp", "2024-02-30"),
        ("timestamp", "31.01.2024"),
        ("timestamp", "1899-12-31 23:59:59"),
        ("timestamp", "9999-12-31 23:59:59-05:00"),
        ("timestamp", "10000-01-01"),
        ("timestamp", "infinity"),
        ("timestamp", " "),
        ("timestamp", "\uff12\uff10\uff12\uff14-01-31"),
        ("date", "2024-13-01"),
        ("numeric(28, 6)", "1,000"),
        ("numeric(28, 6)", "ten"),
        ("numeric(28, 6)", "NaN"),
        ("numeric(28, 6)", "10000000000000"),
        ("numeric(28, 6)", "1e400"),
        ("numeric(28, 6)", "\u0661\u0662"),
        ("numeric(28, 12)", "1000000"),
        ("integer", "1.5"),
        ("boolean", "maybe"),
    ],
)
def test_a_text_that_does_not_parse_is_no_value(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        typed(text, kind)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        (" ", " "),
        (True, "true"),
        (7, "7"),
        (1e-07, "1e-07"),
        (Decimal("1E+3"), "1000"),
        (date(2024, 1, 31), "2024-01-31"),
        (datetime(2024, 1, 31, 12), "2024-01-31 12:00:00"),
    ],
)
def test_a_cell_of_any_type_is_read_through_its_text(value: object, text: str | None) -> None:
    assert raw_text(value) == text


def test_text_columns_give_the_same_marts_as_typed_ones() -> None:
    typed_rows = company(
        discounts=[discount(percent_off=10)],
        subscription_pauses=[pause(paused_at="2024-02-03", resumed_at="2024-04-05")],
        exchange_rates=[rate("EUR", "2024-01-31", "1.1")],
    )
    texts: RawTables = {
        table: [{name: raw_text(value) for name, value in row.items()} for row in rows]
        for table, rows in typed_rows.items()
    }
    assert_same_marts(compute_marts(texts, JUNE), compute_marts(typed_rows, JUNE))


# Re-deliveries


def test_the_latest_delivery_wins_also_when_it_is_the_bad_one() -> None:
    bad = item(quantity=-1, updated_at="2024-02-02")
    assert reason_of(subscription_items=[bad, item()]) == "negative_quantity"


def test_an_older_bad_delivery_is_a_redelivery_and_no_rejected_row() -> None:
    raw = company(subscription_items=[item(quantity=-1, updated_at="2023-01-01"), item()])
    assert rejected(raw) == []
    assert summary(raw, "subscription_items")["rows_redelivered"] == 1


@pytest.mark.parametrize("updated_at", [None, "", "soon"])
def test_an_empty_or_unreadable_time_of_delivery_is_the_oldest(updated_at: object) -> None:
    undated = with_values(item(quantity=-1), updated_at=updated_at)
    assert reason_of(subscription_items=[undated, item()]) is None


def test_a_row_whose_time_of_delivery_does_not_parse_is_unparsable() -> None:
    assert reason_of(subscription_items=[with_values(item(), updated_at="soon")]) == "unparsable"


def test_keys_are_the_same_when_their_values_are() -> None:
    versions = [
        with_values(item(), valid_from="2024-01-01 02:00:00+02:00", updated_at="2024-01-02"),
        with_values(item(), valid_from="2024-01-01"),
    ]
    raw = company(subscription_items=versions)
    assert summary(raw, "subscription_items")["rows_redelivered"] == 1


def test_keys_that_do_not_parse_are_the_same_when_their_texts_are() -> None:
    versions = [
        with_values(item(), valid_from="soon", updated_at="2024-01-02"),
        with_values(item(), valid_from="soon"),
        with_values(item(), valid_from="later"),
    ]
    assert rejected(company(subscription_items=versions)) == [
        "subscription_items i1|later unparsable",
        "subscription_items i1|soon unparsable",
    ]


def test_rows_without_a_whole_key_are_never_redeliveries() -> None:
    raw = company(subscription_items=[item(""), item("")])
    assert rejected(raw) == ["subscription_items |2000-01-01 00:00:00 missing_key"] * 2
    assert "rows_redelivered" not in summary(raw, "subscription_items")


# missing_key


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("customers", customer("")),
        ("products", product("")),
        ("plans", plan("")),
        ("subscriptions", subscription("")),
        ("subscription_items", item(valid_from=None)),
        ("discounts", discount("", percent_off=10)),
        ("subscription_pauses", pause(paused_at=None)),
        ("usage_charges", with_values(usage("i1", "2024-01-01", 1), usage_month="")),
        ("exchange_rates", rate("", "2024-01-01", 1)),
    ],
)
def test_an_empty_key_column_is_a_missing_key(table: str, row: Row) -> None:
    assert reason_of(**{table: [row]}) == "missing_key"


# unparsable


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("customers", with_values(customer(), is_test="perhaps")),
        ("customers", with_values(customer(), created_at="long ago")),
        ("plans", plan(unit_amount=None)),
        ("plans", with_values(plan(), unit_amount="free")),
        ("plans", with_values(plan(), billing_interval_count="1.5")),
        ("subscriptions", subscription(started_at=None)),
        ("subscriptions", with_values(subscription(), trial_ends_at="never")),
        ("subscriptions", with_values(subscription(), cancel_requested_at="1899-12-31")),
        ("subscription_items", item(quantity=None)),
        ("subscription_items", with_values(item(), valid_from="0001-01-01")),
        ("subscription_items", item(unit_amount="10000000000000")),
        ("discounts", discount(percent_off=10, starts_at=None)),
        ("subscription_pauses", with_values(pause(), resumed_at="?")),
        ("usage_charges", usage("i1", "2024-01-01", None)),
        ("exchange_rates", rate("EUR", "2024-01-01", None)),
        ("exchange_rates", rate("EUR", "2024-01-01", "1000000")),
    ],
)
def test_a_value_that_does_not_parse_or_is_needed_and_empty_is_unparsable(
    table: str, row: Row
) -> None:
    assert reason_of(**{table: [row]}) == "unparsable"


@pytest.mark.parametrize(
    ("quantity", "interval", "reason"),
    [
        ("99.999999", "month", None),
        ("100", "month", "unparsable"),
        ("100", "year", None),
        ("1200", "year", "unparsable"),
    ],
)
def test_an_item_of_ten_to_the_fourteen_a_month_is_unparsable(
    quantity: str, interval: str, reason: str | None
) -> None:
    huge = item(quantity=quantity, unit_amount=10**12)
    assert reason_of(plans=[plan(billing_interval=interval)], subscription_items=[huge]) == reason


def test_an_item_too_large_by_its_own_quantity_has_nothing_computable_at_stake() -> None:
    assert at_stake(company(subscription_items=[item(quantity=10**12, unit_amount=100)])) == [None]


# unknown_value


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("plans", plan(charge_type="Recurring")),
        ("plans", plan(charge_type="")),
        ("discounts", discount(percent_off=10, duration="sometimes")),
        ("discounts", discount(percent_off=10, duration=None)),
    ],
)
def test_a_value_outside_its_list_is_unknown(table: str, row: Row) -> None:
    assert reason_of(**{table: [row]}) == "unknown_value"


def test_status_and_end_reason_are_open_lists() -> None:
    assert reason_of(subscriptions=[subscription(status="?", end_reason="moved away")]) is None


# orphan


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("subscriptions", subscription(customer_id="")),
        ("plans", plan(product_id=None)),
        ("subscription_items", item(subscription_id="s9")),
        ("subscription_items", item(plan_id="")),
        ("discounts", discount(percent_off=10, subscription_id="s9")),
        ("discounts", discount(percent_off=10, subscription_item_id="i9")),
        ("subscription_pauses", pause("s9")),
        ("usage_charges", usage("i9", "2024-01-01", 1)),
    ],
)
def test_a_row_that_refers_to_nothing_is_an_orphan(table: str, row: Row) -> None:
    assert reason_of(**{table: [row]}) == "orphan"


def test_a_row_that_refers_to_a_rejected_row_is_an_orphan_itself() -> None:
    raw = company(
        subscriptions=[subscription(customer_id="")],
        discounts=[discount(percent_off=10, subscription_item_id="i1")],
        subscription_pauses=[pause()],
        usage_charges=[usage("i1", "2024-01-01", 1)],
    )
    assert rejected(raw) == [
        "discounts d1 orphan",
        "subscription_items i1|2000-01-01 00:00:00 orphan",
        "subscription_pauses s1|2024-01-01 00:00:00 orphan",
        "subscriptions s1 orphan",
        "usage_charges i1|2024-01-01 orphan",
    ]


def test_a_discount_on_an_item_of_another_subscription_is_an_orphan() -> None:
    raw = company(
        subscriptions=[subscription(), subscription("s2")],
        discounts=[discount(percent_off=10, subscription_id="s2", subscription_item_id="i1")],
    )
    assert rejected(raw) == ["discounts d1 orphan"]


def test_a_late_customer_or_product_is_no_reason_to_reject() -> None:
    raw = company(
        customers=[with_values(customer(), is_test="perhaps")],
        products=[with_values(product(), updated_at="?")],
    )
    marts = compute_marts(raw, JUNE)
    assert only(marts["dim_customers"], customer_id="c1")["is_inferred"] is True
    assert only(marts["dim_plans"], plan_id="monthly")["product_name"] is None
    assert rejected(raw) == ["customers c1 unparsable", "products product unparsable"]


def test_a_dangling_parent_or_merge_link_is_no_reason_to_reject() -> None:
    linked = customer(parent_customer_id="c8", merged_into_customer_id="c9")
    assert reason_of(customers=[linked]) is None


# invalid_interval


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"billing_interval": "fortnight"}, "invalid_interval"),
        ({"billing_interval": ""}, "invalid_interval"),
        ({"billing_interval": "", "charge_type": "usage"}, "invalid_interval"),
        ({"billing_interval": "", "charge_type": "one_time"}, None),
        ({"billing_interval": "once", "charge_type": "one_time"}, "invalid_interval"),
        ({"billing_interval_count": None}, None),
        ({"billing_interval_count": 0}, "invalid_interval"),
        ({"billing_interval_count": -1}, "invalid_interval"),
        ({"billing_interval_count": 10_000}, None),
        ({"billing_interval_count": 10_001}, "invalid_interval"),
    ],
)
def test_a_billing_interval_is_a_known_one_and_its_count_between_one_and_ten_thousand(
    values: Row, reason: str | None
) -> None:
    assert reason_of(plans=[with_values(plan(), **values)]) == reason


# ends_before_start


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("subscriptions", subscription(ended_at="2023-12-31 23:59")),
        (
            "subscriptions",
            subscription(trial_starts_at="2024-02-01", trial_ends_at="2024-01-31"),
        ),
        ("subscription_items", item(valid_to="1999-12-31")),
        ("discounts", discount(percent_off=10, ends_at="1999-12-31")),
        ("subscription_pauses", pause(resumed_at="2023-12-31")),
    ],
)
def test_an_end_before_its_start_is_rejected(table: str, row: Row) -> None:
    assert reason_of(**{table: [row]}) == "ends_before_start"


def test_an_end_at_its_start_is_valid() -> None:
    assert reason_of(subscriptions=[subscription(ended_at="2024-01-01")]) is None


def test_a_trial_end_without_a_trial_start_may_lie_before_the_subscription() -> None:
    assert reason_of(subscriptions=[subscription(trial_ends_at="2023-01-01")]) is None


def test_ends_and_starts_are_compared_as_instants() -> None:
    row = with_values(
        subscription(),
        started_at="2024-01-01 10:00:00+00:00",
        ended_at="2024-01-01 11:00:00+02:00",
    )
    assert reason_of(subscriptions=[row]) == "ends_before_start"


# negative_amount, negative_quantity


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("plans", plan(unit_amount=-1)),
        ("subscription_items", item(unit_amount="-0.000001")),
        ("discounts", discount(percent_off=-10)),
        ("discounts", discount(amount_off=-10)),
        ("usage_charges", usage("i1", "2024-01-01", -1)),
        ("exchange_rates", rate("EUR", "2024-01-01", -1)),
        ("exchange_rates", rate("EUR", "2024-01-01", 0)),
        ("exchange_rates", rate("EUR", "2024-01-01", "0.0000000000004")),
    ],
)
def test_an_amount_below_zero_is_negative_and_so_is_a_rate_of_zero(table: str, row: Row) -> None:
    assert reason_of(**{table: [row]}) == "negative_amount"


def test_what_rounds_to_zero_is_not_negative() -> None:
    assert reason_of(subscription_items=[item(unit_amount="-0.0000004")]) is None


def test_a_quantity_below_zero_is_negative() -> None:
    assert reason_of(subscription_items=[item(quantity=-1)]) == "negative_quantity"


# unknown_currency


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("plans", plan(currency="EUR")),
        ("plans", plan(currency="usd")),
        ("plans", plan(currency=None, charge_type="one_time")),
        ("usage_charges", usage("i1", "2024-01-01", 1, currency="EUR")),
    ],
)
def test_a_currency_without_a_rate_is_unknown(table: str, row: Row) -> None:
    assert reason_of(**{table: [row]}) == "unknown_currency"


@pytest.mark.parametrize(
    ("rate_date", "fx_rate_date", "reason"),
    [
        ("2024-05-31", None, None),
        ("2024-06-01", None, "unknown_currency"),
        ("2024-06-01", date(2024, 6, 1), None),
        ("2024-05-31", date(2024, 5, 30), "unknown_currency"),
    ],
)
def test_a_rate_must_be_known_on_the_day_of_the_constant_rate(
    rate_date: str, fx_rate_date: date | None, reason: str | None
) -> None:
    raw = company(plans=[plan(currency="EUR")], exchange_rates=[rate("EUR", rate_date, 1)])
    found = rejected(raw, Policy(date(2024, 6, 30), fx_rate_date=fx_rate_date))
    assert found[:1] == ([] if reason is None else [f"plans monthly {reason}"])


def test_a_rejected_rate_is_no_rate() -> None:
    raw = company(plans=[plan(currency="EUR")], exchange_rates=[rate("EUR", "2024-01-01", 0)])
    assert rejected(raw)[1] == "plans monthly unknown_currency"


def test_the_items_of_a_plan_without_a_rate_are_orphans() -> None:
    assert rejected(company(plans=[plan(currency="EUR")])) == [
        "plans monthly unknown_currency",
        "subscription_items i1|2000-01-01 00:00:00 orphan",
    ]


# invalid_discount


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "invalid_discount"),
        ({"percent_off": 10, "amount_off": 10}, "invalid_discount"),
        ({"percent_off": 100}, None),
        ({"percent_off": "100.01"}, "invalid_discount"),
        ({"percent_off": 10, "currency": "XXX"}, None),
        ({"amount_off": 10}, None),
        ({"amount_off": 10, "currency": None}, "invalid_discount"),
        ({"amount_off": 10, "currency": "EUR"}, "invalid_discount"),
        ({"amount_off": 10, "subscription_item_id": "i1"}, None),
        ({"amount_off": 10, "currency": "EUR", "subscription_item_id": "i1"}, "invalid_discount"),
    ],
)
def test_a_discount_is_a_percent_or_an_amount_in_a_currency_of_what_it_is_on(
    values: Row, reason: str | None
) -> None:
    started = with_values(discount(), currency="USD")
    assert reason_of(discounts=[with_values(started, **values)]) == reason


def test_an_amount_off_an_item_needs_the_currency_of_that_item() -> None:
    two_currencies = {
        "plans": [plan(), plan("euros", currency="EUR")],
        "subscription_items": [item(), item("i2", plan_id="euros")],
        "exchange_rates": [rate("EUR", "2024-01-01", 1)],
    }
    euros_off = discount(amount_off=10, currency="EUR")
    assert reason_of(**two_currencies, discounts=[euros_off]) is None
    on_the_item = with_values(euros_off, subscription_item_id="i1")
    assert reason_of(**two_currencies, discounts=[on_the_item]) == "invalid_discount"


# overlapping_versions


def versions(*spans: tuple[str, str | None]) -> list[str]:
    """The versions of one item that are rejected, by their start."""
    rows = [item(valid_from=start, valid_to=end) for start, end in spans]
    found = rejected(company(subscription_items=rows))
    assert all(text.endswith(" overlapping_versions") for text in found)
    return [text.split("|")[1][:10] for text in found]


def test_of_two_versions_that_overlap_the_one_that_starts_later_goes() -> None:
    assert versions(("2024-03-01", None), ("2024-01-01", "2024-03-02")) == ["2024-03-01"]


def test_versions_that_touch_do_not_overlap() -> None:
    assert versions(("2024-01-01", "2024-03-01"), ("2024-03-01", None)) == []


def test_nothing_overlaps_with_a_version_that_is_gone() -> None:
    spans = ("2024-01-01", "2024-03-01"), ("2024-02-01", "2024-05-01"), ("2024-04-01", None)
    assert versions(*spans) == ["2024-02-01"]


def test_a_version_of_no_length_overlaps_with_nothing() -> None:
    assert versions(("2024-01-01", None), ("2024-02-01", "2024-02-01")) == []


def test_a_version_that_is_bad_for_another_reason_overlaps_with_nothing() -> None:
    rows = [item(quantity=-1), item(valid_from="2024-01-01")]
    assert reason_of(subscription_items=rows) == "negative_quantity"


def test_versions_of_one_item_overlap_also_in_two_subscriptions() -> None:
    raw = company(
        subscriptions=[subscription(), subscription("s2")],
        subscription_items=[item(), item(subscription_id="s2", valid_from="2024-01-01")],
        discounts=[discount(percent_off=10, subscription_id="s2", subscription_item_id="i1")],
    )
    assert rejected(raw) == [
        "discounts d1 orphan",
        "subscription_items i1|2024-01-01 00:00:00 overlapping_versions",
    ]


# The order of the reasons: each row has the fault on the left and the one on the right

FAULTY_IN_TWO_WAYS: list[tuple[str, str, str, Row]] = [
    ("missing_key", "unparsable", "plans", plan("", unit_amount=None)),
    ("unparsable", "unknown_value", "plans", plan(unit_amount=None, charge_type="?")),
    ("unknown_value", "orphan", "plans", plan(charge_type="?", product_id="")),
    ("orphan", "invalid_interval", "plans", plan(product_id="", billing_interval="?")),
    (
        "orphan",
        "ends_before_start",
        "subscription_items",
        item(subscription_id="s9", valid_to="1999-01-01"),
    ),
    ("invalid_interval", "negative_amount", "plans", plan(billing_interval="?", unit_amount=-1)),
    (
        "ends_before_start",
        "negative_amount",
        "discounts",
        discount(percent_off=-1, ends_at="1999-01-01"),
    ),
    (
        "negative_amount",
        "negative_quantity",
        "subscription_items",
        item(unit_amount=-1, quantity=-1),
    ),
    ("negative_amount", "unknown_currency", "plans", plan(unit_amount=-1, currency="?")),
    ("negative_amount", "invalid_discount", "discounts", discount(percent_off=-1, amount_off=1)),
]


@pytest.mark.parametrize(("reason", "also", "table", "row"), FAULTY_IN_TWO_WAYS)
def test_a_row_has_the_first_reason_that_holds(
    reason: str, also: str, table: str, row: Row
) -> None:
    assert REASONS.index(reason) < REASONS.index(also)
    assert reason_of(**{table: [row]}) == reason


def test_a_negative_quantity_comes_before_an_overlap() -> None:
    rows = [item(), item(valid_from="2024-01-01", quantity=-1)]
    assert reason_of(subscription_items=rows) == "negative_quantity"


# What stands in the marts


def test_a_key_is_shown_with_microseconds_only_where_it_has_some() -> None:
    rows = [
        with_values(pause("s|9"), paused_at="2024-01-01 01:00:00+01:00"),
        with_values(pause("s|9"), paused_at="2024-01-01 00:00:00.5"),
    ]
    assert rejected(company(subscription_pauses=rows)) == [
        "subscription_pauses s|9|2024-01-01 00:00:00 orphan",
        "subscription_pauses s|9|2024-01-01 00:00:00.500000 orphan",
    ]


def test_what_is_at_stake_is_the_monthly_list_amount_in_the_reporting_currency() -> None:
    raw = company(
        plans=[plan(unit_amount=90, billing_interval="quarter", currency="EUR")],
        subscription_items=[item(quantity=2, valid_to="1999-01-01")],
        exchange_rates=[rate("EUR", "2024-01-31", "1.1")],
    )
    assert at_stake(raw) == [Decimal("66.000000")]


def test_the_price_of_the_item_goes_before_the_price_of_the_plan() -> None:
    assert at_stake(company(subscription_items=[item(subscription_id="s9", unit_amount=7)])) == [7]


def test_a_rejected_plan_still_says_what_its_items_are_worth() -> None:
    assert at_stake(company(plans=[plan(product_id=None)])) == [None, 100]


@pytest.mark.parametrize(
    "tables",
    [
        {"plans": [plan(charge_type="one_time")]},
        {"plans": [plan(billing_interval="?")]},
        {"plans": [with_values(plan(), billing_interval_count="?")]},
        {"plans": [plan(currency="EUR")]},
        {"plans": [plan(unit_amount=-1)]},
        {"plans": [plan("another")]},
        {"subscription_items": [item(quantity=-1)]},
        {"subscription_items": [with_values(item(), unit_amount="?")]},
    ],
)
def test_what_cannot_be_computed_is_not_at_stake(tables: dict[str, Sequence[Row]]) -> None:
    raw = company(**{"subscriptions": [], **tables})
    rows = compute_marts(raw, JUNE)["rejected_records"]
    assert only(rows, table_name="subscription_items")["mrr_at_stake"] is None


def test_used_and_rejected_and_redelivered_rows_are_those_that_were_read() -> None:
    raw = company(
        subscription_items=[
            item(),
            item(updated_at="2023-01-01"),
            item("i2", quantity=-1),
            item("i3", valid_to="1999-01-01"),
            item(""),
        ]
    )
    assert summary(raw, "subscription_items") == {
        "rows_read": 5,
        "rows_redelivered": 1,
        "rows_used": 1,
        "rows_rejected": 3,
        "missing_key": 1,
        "ends_before_start": 1,
        "negative_quantity": 1,
        "mrr_used": 100,
        "mrr_at_stake": 200,
        "mrr_readable": 300,
    }


def test_good_rows_give_the_same_numbers_as_if_the_bad_ones_were_not_there() -> None:
    bad: RawTables = {
        **raw_tables(),
        "plans": [plan("", unit_amount=7)],
        "subscription_items": [item("i2", quantity=-1), item("i3", plan_id="?")],
        "discounts": [discount()],
    }
    good = company()
    both = {table: [*bad[table], *good[table]] for table in TABLES}
    found = differences(compute_marts(both, JUNE), compute_marts(good, JUNE))
    assert {one.mart for one in found} == {"rejected_records", "data_quality_summary"}


def test_a_detail_names_the_column_and_its_value() -> None:
    rows = compute_marts(company(plans=[with_values(plan(), unit_amount="free")]), JUNE)
    detail = only(rows["rejected_records"], table_name="plans")["detail"]
    assert detail == "unit_amount is 'free', which is no numeric(28, 6) in range."


# Comparing quarantines


def test_rows_that_share_a_key_are_compared_whatever_their_order_and_wording() -> None:
    rows = compute_marts(company(subscription_items=[item("", unit_amount=1), item("")]), JUNE)
    reordered: list[Row] = [
        {**row, "detail": "in other words"} for row in reversed(rows["rejected_records"])
    ]
    assert differences({**rows, "rejected_records": reordered}, rows) == []


def test_rows_that_share_a_key_differ_when_a_value_does() -> None:
    one = compute_marts(company(subscription_items=[item("", unit_amount=1), item("")]), JUNE)
    other = compute_marts(company(subscription_items=[item(""), item("")]), JUNE)
    assert [found.column for found in differences(one, other)][:1] == ["(row)"]
