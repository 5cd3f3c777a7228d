"""Both sides of every policy of the reference (section 5), and families as customers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

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
from python_checks.mart_rows import JUNE, month_name, movements, only, total_mrr, values
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference import compute_marts


def june(**choices: object) -> Policy:
    """The defaults on 2024-06-30 with some choices of a company, customers only."""
    return replace(JUNE, **choices)  # type: ignore[arg-type]


def by_month(policy: Policy, /, **tables: Sequence[Row]) -> list[Decimal]:
    """Closing MRR from the first paying month to June."""
    return list(total_mrr(company(**tables), policy).values())


def last_month(policy: Policy, /, **tables: Sequence[Row]) -> Row:
    """The row of June in `metrics_mrr_monthly`."""
    return compute_marts(company(**tables), policy)["metrics_mrr_monthly"][-1]


# churn_recognition


CANCELLED = subscription(cancel_requested_at="2024-03-10", ended_at="2024-05-10")


def test_service_ends_when_it_ends_or_when_the_customer_asked_to_cancel() -> None:
    at_request = june(churn_recognition="cancel_request")
    assert by_month(JUNE, subscriptions=[CANCELLED]) == [100, 100, 100, 100, 0, 0]
    assert by_month(at_request, subscriptions=[CANCELLED]) == [100, 100, 0, 0, 0, 0]


def test_a_request_without_an_end_counts_and_one_after_the_end_does_not() -> None:
    at_request = june(churn_recognition="cancel_request")
    only_asked = subscription(cancel_requested_at="2024-03-10")
    asked_late = subscription(cancel_requested_at="2024-05-10", ended_at="2024-03-10")
    assert by_month(JUNE, subscriptions=[only_asked])[-1] == 100
    assert by_month(at_request, subscriptions=[only_asked]) == [100, 100, 0, 0, 0, 0]
    assert by_month(at_request, subscriptions=[asked_late]) == [100, 100, 0, 0, 0, 0]


def test_who_asked_to_cancel_later_is_not_committed_by_that_policy() -> None:
    asked = subscription(cancel_requested_at="2024-07-10")
    at_request = june(churn_recognition="cancel_request")
    assert last_month(JUNE, subscriptions=[asked])["committed_mrr"] == 100
    assert last_month(at_request, subscriptions=[asked])["committed_mrr"] == 0


# paused_mrr


def test_a_pause_is_0_or_ignored() -> None:
    paused = [pause("s1", "2024-02-10", "2024-04-10")]
    assert by_month(JUNE, subscription_pauses=paused) == [100, 0, 0, 100, 100, 100]
    assert by_month(june(paused_mrr="keep"), subscription_pauses=paused) == [100] * 6


# discounts_in_mrr


@pytest.mark.parametrize(
    ("choice", "mrr"), [("recurring", 70), ("all", 65), ("forever_only", 90), ("none", 100)]
)
def test_the_policy_chooses_which_discounts_count(choice: str, mrr: int) -> None:
    discounts = [
        discount("d1", duration="once", amount_off=5, starts_at="2024-06-10"),
        discount("d2", duration="repeating", amount_off=20),
        discount("d3", duration="forever", amount_off=10),
    ]
    assert by_month(june(discounts_in_mrr=choice), discounts=discounts)[-1] == mrr


def test_a_discount_given_once_runs_by_its_own_dates() -> None:
    once = [discount(duration="once", amount_off=5, starts_at="2024-03-10", ends_at="2024-05-10")]
    counted = june(discounts_in_mrr="all")
    assert by_month(counted, discounts=once) == [100, 100, 95, 95, 100, 100]


# usage_in_mrr


METERED = {
    "plans": [plan(), plan("metered", 7, charge_type="usage", product_id="meter")],
    "subscription_items": [item(), item("i2", plan_id="metered")],
    "usage_charges": [
        usage("i2", "2024-02-01", 10),
        usage("i2", "2024-03-01", 20),
        usage("i2", "2024-05-01", 40),
        usage("i2", "2024-06-01", 999),
    ],
}


@pytest.mark.parametrize(
    ("choice", "used"),
    [
        ("none", ["0", "0", "0", "0", "0", "0"]),
        ("last_month", ["0", "10", "20", "0", "40", "40"]),
        ("average_3_months", ["0", "3.333333", "10", "10", "20", "20"]),
    ],
)
def test_usage_is_no_mrr_or_the_months_own_or_an_average_and_the_open_month_looks_back(
    choice: str, used: list[str]
) -> None:
    amounts = by_month(june(usage_in_mrr=choice), **METERED)
    assert [amount - 100 for amount in amounts] == [Decimal(amount) for amount in used]


def test_a_month_that_is_complete_shows_its_own_usage() -> None:
    july = replace(june(usage_in_mrr="last_month"), as_of_date=date(2024, 7, 1))
    assert by_month(july, **METERED)[-2:] == [1099, 1099]


def test_usage_counts_while_its_item_is_in_force_and_not_paused() -> None:
    policy = june(usage_in_mrr="last_month")
    ended = {**METERED, "subscriptions": [subscription(ended_at="2024-05-31")]}
    assert by_month(policy, **ended)[-2:] == [0, 0]
    paused = {**METERED, "subscription_pauses": [pause("s1", "2024-05-31")]}
    assert by_month(policy, **paused)[-2:] == [0, 0]
    on_trial = {**METERED, "subscriptions": [subscription(trial_ends_at="2024-06-01")]}
    assert by_month(policy, **on_trial) == [140]


def test_no_discount_touches_usage_and_usage_takes_no_share_of_one() -> None:
    policy = june(usage_in_mrr="last_month")
    discounts = [discount("d1", percent_off=50), discount("d2", amount_off=20)]
    assert by_month(policy, **METERED, discounts=discounts)[-1] == 70


def test_usage_is_in_the_currencies_of_its_charges() -> None:
    tables = {
        **METERED,
        "usage_charges": [
            usage("i2", "2024-05-01", 30, currency="EUR"),
            usage("i2", "2024-04-01", 60, currency="GBP"),
            usage("i2", "2024-03-01", 3),
        ],
        "exchange_rates": [rate("EUR", LONG_AGO, "1.1"), rate("GBP", LONG_AGO, "1.3")],
    }
    assert by_month(june(usage_in_mrr="last_month"), **tables)[-3:] == [178, 133, 133]
    assert by_month(june(usage_in_mrr="average_3_months"), **tables)[-1] == 138


def test_usage_that_changes_is_the_driver_price_and_its_first_item_a_product() -> None:
    rows = compute_marts(company(**METERED), june(usage_in_mrr="last_month"))["fct_mrr_movements"]
    assert [values(row, "product_id", "driver", "mrr_change") for row in rows] == [
        ("product", "new", 100),
        ("meter", "price", 10),
        ("meter", "price", 10),
        ("meter", "price", -20),
        ("meter", "price", 40),
    ]


def test_the_quantity_of_a_metered_item_is_no_driver() -> None:
    tables = {
        **METERED,
        "subscription_items": [
            item(),
            item("i2", plan_id="metered", valid_to="2024-02-10"),
            item("i2", plan_id="metered", valid_from="2024-02-10", quantity=5),
        ],
    }
    rows = compute_marts(company(**tables), june(usage_in_mrr="last_month"))["fct_mrr_movements"]
    assert {row["driver"] for row in rows} == {"new", "price"}


def test_usage_of_nobody_yet_is_not_committed() -> None:
    tables = {
        **METERED,
        "subscriptions": [subscription(), subscription("s2", started_at="2024-08-01")],
        "subscription_items": [item(), item("i2", "s2", "metered"), item("i3", "s2")],
    }
    assert last_month(june(usage_in_mrr="last_month"), **tables)["committed_mrr"] == 200


# fx_mode and fx_rate_date


EUROS = {
    "plans": [plan(currency="EUR")],
    "subscriptions": [subscription(started_at="2024-01-15")],
    "exchange_rates": [
        rate("EUR", "2024-02-20", "1.2"),
        rate("EUR", "2024-04-01", "1.4"),
        rate("EUR", "2024-05-31", "1.5"),
        rate("EUR", "2024-06-20", "1.6"),
        rate("EUR", "2024-07-01", "9"),
    ],
}


def test_every_month_is_converted_at_one_rate_or_at_its_own_closing_rate() -> None:
    assert by_month(JUNE, **EUROS) == [150] * 6
    assert by_month(june(fx_mode="month_end"), **EUROS) == [150, 120, 120, 140, 150, 160]


def test_at_closing_rates_nothing_is_an_impact_of_rates() -> None:
    rows = compute_marts(company(**EUROS), june(fx_mode="month_end"))["metrics_mrr_monthly"]
    assert {row["fx_impact"] for row in rows} == {0}
    assert all(row["closing_mrr_at_closing_rates"] == row["closing_mrr"] for row in rows)


def test_a_day_within_a_month_is_converted_at_the_months_rate() -> None:
    june_15 = replace(june(fx_mode="month_end"), as_of_date=date(2024, 6, 15))
    assert by_month(june_15, **EUROS)[-1] == 150
    later = {
        **EUROS,
        "subscriptions": [subscription(), subscription("s2", started_at="2024-08-01")],
        "subscription_items": [item(), item("i2", "s2", quantity=2)],
    }
    assert last_month(june(fx_mode="month_end"), **later)["committed_mrr"] == 480


def test_the_constant_rate_is_the_latest_on_or_before_a_chosen_day() -> None:
    for day, mrr in ((31, 120), (1, 140)):
        month = 3 if day == 31 else 4
        policy = june(fx_rate_date=date(2024, month, day))
        assert set(by_month(policy, **EUROS)) == {mrr}


# gap_grace_days


def with_gap(ended_at: str, returned_at: str) -> dict[str, Sequence[Row]]:
    """One subscription ends, the next one costs twice as much."""
    return {
        "subscriptions": [
            subscription(ended_at=ended_at),
            subscription("s2", started_at=returned_at),
        ],
        "subscription_items": [item(), item("i2", "s2", quantity=2)],
    }


@pytest.mark.parametrize(("days", "april"), [(0, 0), (4, 0), (5, 100), (6, 100)])
def test_a_gap_of_so_many_days_without_mrr_is_bridged_by_what_was_paid(
    days: int, april: int
) -> None:
    gap = with_gap("2024-04-28", "2024-05-03")
    paid = by_month(june(gap_grace_days=days), **gap)
    assert paid == [100, 100, 100, april, 200, 200]


def test_a_bridged_gap_is_no_churn_and_its_return_a_migration() -> None:
    raw = company(**with_gap("2024-04-28", "2024-05-03"))
    marts = compute_marts(raw, june(gap_grace_days=5))
    assert [values(row, "driver", "mrr_change") for row in marts["fct_mrr_movements"]] == [
        ("new", 100),
        ("plan", 100),
    ]
    assert movements(raw, june(gap_grace_days=5))[4] == "2024-05 c1 expansion +100"


def test_a_gap_is_bridged_once_the_customer_is_back() -> None:
    gap = with_gap("2024-05-28", "2024-06-03")
    for day, may in ((2, 0), (3, 100)):
        policy = replace(june(gap_grace_days=31), as_of_date=date(2024, 6, day))
        assert by_month(policy, **gap)[4] == may


def test_a_pause_a_free_time_and_a_gap_between_accounts_of_a_merge_are_bridged() -> None:
    policy = june(gap_grace_days=5)
    paused = [pause("s1", "2024-04-28", "2024-05-03")]
    assert by_month(policy, subscription_pauses=paused) == [100] * 6
    free = [discount(percent_off=100, starts_at="2024-04-28", ends_at="2024-05-03")]
    assert by_month(policy, discounts=free) == [100] * 6
    tables = with_gap("2024-04-28", "2024-05-03")
    merged = [customer("c1", merged_into_customer_id="c2"), customer("c2")]
    [first, second] = tables["subscriptions"]
    tables = {**tables, "customers": merged, "subscriptions": [first, {**second, **OF_C2}]}
    assert by_month(policy, **tables) == [100, 100, 100, 100, 200, 200]


OF_C2: Row = {"customer_id": "c2"}


def test_a_gap_within_a_family_is_its_members_own() -> None:
    tables = with_gap("2024-04-28", "2024-05-03")
    [first, second] = tables["subscriptions"]
    family = [customer("c1", parent_customer_id="c2"), customer("c2")]
    tables = {**tables, "customers": family, "subscriptions": [first, {**second, **OF_C2}]}
    policy = june(gap_grace_days=31, reporting_levels=("parent",))
    assert by_month(policy, **tables) == [100, 100, 100, 0, 200, 200]


def test_only_a_customer_without_any_mrr_is_in_a_gap() -> None:
    tables = {
        "subscriptions": [
            subscription(),
            subscription("s2", ended_at="2024-04-28"),
            subscription("s3", started_at="2024-05-03"),
        ],
        "subscription_items": [item("i1"), item("i2", "s2"), item("i3", "s3")],
    }
    assert by_month(june(gap_grace_days=31), **tables) == [200, 200, 200, 100, 200, 200]


def test_what_was_free_before_the_gap_does_not_count_in_it() -> None:
    tables = with_gap("2024-04-28", "2024-05-03")
    free = item("i3", unit_amount=0)
    rows = compute_marts(
        company(**{**tables, "subscription_items": [*tables["subscription_items"], free]}),
        june(gap_grace_days=5),
    )["metrics_mrr_monthly"]
    assert rows[3]["closing_mrr_at_closing_rates"] == 100


def test_a_bridged_gap_has_the_rates_of_its_own_months() -> None:
    gap = with_gap("2024-04-28", "2024-05-03")
    tables = {**EUROS, **gap}
    policy = june(gap_grace_days=5, fx_mode="month_end")
    assert by_month(policy, **tables) == [150, 120, 120, 140, 300, 320]


def test_late_renewals_are_counted_after_bridging() -> None:
    tables = {
        "subscriptions": [
            subscription(ended_at="2024-02-10"),
            subscription("s2", started_at="2024-02-15", ended_at="2024-02-20"),
            subscription("s3", started_at="2024-05-25"),
        ],
        "subscription_items": [item(f"i{n}", f"s{n}") for n in (1, 2, 3)],
    }
    for days, is_late in ((0, True), (5, False)):
        rows = compute_marts(company(**tables), june(gap_grace_days=days))["fct_customer_months"]
        assert only(rows, movement="churn")["is_late_renewal"] is is_late


# reactivation_window_days


def back_after_90_days(policy: Policy) -> dict[str, list[Row]]:
    """The marts of a customer that leaves on February 10 and pays again from May 10."""
    return compute_marts(company(**with_gap("2024-02-10", "2024-05-10")), policy)


@pytest.mark.parametrize(
    ("window", "expected"), [(None, "reactivation"), (90, "reactivation"), (89, "new"), (0, "new")]
)
def test_who_stayed_away_for_longer_is_new_again(window: int | None, expected: str) -> None:
    marts = back_after_90_days(june(reactivation_window_days=window))
    may = {"month_start": date(2024, 5, 1)}
    row = only(marts["fct_customer_months"], **may)
    assert values(row, "movement", "cohort_month") == (expected, date(2024, 1, 1))
    assert only(marts["fct_mrr_movements"], **may)["driver"] == expected
    counted = only(marts["metrics_mrr_monthly"], **may)
    is_new = expected == "new"
    assert values(counted, "new_customers", "reactivated_customers") == (is_new, not is_new)
    assert values(counted, "new_mrr", "reactivation_mrr") == (200 * is_new, 200 * (not is_new))


def test_who_is_new_again_has_not_renewed_late() -> None:
    for window, labels in ((None, {True, False}), (30, {False})):
        rows = back_after_90_days(june(reactivation_window_days=window))["fct_customer_months"]
        assert {row["is_late_renewal"] for row in rows} == labels


# past_due_grace_days


def test_a_subscription_past_due_counts_for_ever_or_for_some_days_of_grace() -> None:
    due = [subscription(status="past_due", updated_at="2024-03-21 15:00")]
    assert by_month(JUNE, subscriptions=due) == [100] * 6
    assert by_month(june(past_due_grace_days=11), subscriptions=due) == [100, 100, 100, 0, 0, 0]
    assert by_month(june(past_due_grace_days=10), subscriptions=due) == [100, 100, 0, 0, 0, 0]


def test_grace_ends_no_service_later_and_no_other_one() -> None:
    grace = june(past_due_grace_days=30)
    ended = subscription(status="past_due", updated_at="2024-05-10", ended_at="2024-03-10")
    active = subscription(updated_at="2024-01-01")
    undated = subscription(status="past_due", updated_at=None)
    assert by_month(grace, subscriptions=[ended])[-1] == 0
    assert by_month(grace, subscriptions=[ended])[1] == 100
    assert by_month(grace, subscriptions=[active]) == [100] * 6
    assert by_month(grace, subscriptions=[undated]) == [100] * 6


def test_grace_beyond_the_last_day_there_is_never_ends() -> None:
    due = [subscription(status="past_due")]
    assert by_month(june(past_due_grace_days=10**9), subscriptions=due) == [100] * 6


def test_the_end_of_grace_shows_the_subscriptions_reason() -> None:
    due = subscription(status="past_due", updated_at="2024-03-01", end_reason="involuntary")
    marts = compute_marts(company(subscriptions=[due]), june(past_due_grace_days=10))
    row = only(marts["fct_mrr_movements"], movement="churn")
    assert values(row, "month_start", "end_reason") == (date(2024, 3, 1), "involuntary")


# reporting_levels


FAMILY = {
    "customers": [
        customer("c1", segment="smb", parent_customer_id="c2"),
        customer("c2", segment="enterprise", parent_customer_id="c3"),
        customer("c3", segment=""),
        customer("c4", segment="smb"),
    ],
    "subscriptions": [
        subscription("s1", "c1", "2024-01-10", "2024-03-10"),
        subscription("s2", "c2", "2024-03-20", "2024-05-10"),
        subscription("s4", "c4", "2024-02-10"),
    ],
    "subscription_items": [item("i1", "s1"), item("i2", "s2", quantity=3), item("i4", "s4")],
}


def at_parents(mart: str, **choices: object) -> list[Row]:
    return compute_marts(company(**FAMILY), june(reporting_levels=("parent",), **choices))[mart]


def test_a_family_is_one_customer_named_after_its_ultimate_parent() -> None:
    assert movements(company(**FAMILY), june(reporting_levels=("parent",))) == [
        "2024-01 c3 new +100",
        "2024-02 c3 unchanged +0",
        "2024-03 c3 expansion +200",
        "2024-04 c3 unchanged +0",
        "2024-05 c3 churn -300",
        "2024-02 c4 new +100",
        "2024-03 c4 unchanged +0",
        "2024-04 c4 unchanged +0",
        "2024-05 c4 unchanged +0",
        "2024-06 c4 unchanged +0",
    ]


def test_each_level_chosen_has_its_rows_and_the_totals_are_the_same() -> None:
    marts = compute_marts(company(**FAMILY), Policy(date(2024, 6, 30)))
    for mart, rows in marts.items():
        if mart.startswith(("fct_", "metrics_")) and mart != "metrics_health_monthly":
            assert {row["reporting_level"] for row in rows} <= {"customer", "parent"}, mart
    rows = marts["metrics_mrr_monthly"]
    [customers, parents] = [
        [
            values(row, "closing_mrr", "closing_mrr_at_closing_rates", "committed_mrr")
            for row in rows
            if row["reporting_level"] == level
        ]
        for level in ("customer", "parent")
    ]
    assert customers == parents
    assert {row["reporting_level"] for row in at_parents("fct_customer_months")} == {"parent"}


def test_customers_are_listed_as_customers_at_every_level() -> None:
    rows = at_parents("dim_customers")
    assert only(rows, customer_id="c1")["cohort_month"] == date(2024, 1, 1)
    assert only(rows, customer_id="c3")["cohort_month"] is None


def test_a_familys_cohort_and_segment_are_its_parents() -> None:
    cohorts = at_parents("metrics_retention_by_cohort")
    assert {row["cohort_month"] for row in cohorts} == {date(2024, 1, 1), date(2024, 2, 1)}
    rows = at_parents("metrics_retention_monthly_by_segment", customer_dimensions=("segment",))
    assert {row["dimension_value"] for row in rows} == {"unknown", "smb"}


def test_a_member_that_comes_and_goes_is_not_short_lived_while_its_family_stays() -> None:
    tables: dict[str, Sequence[Row]] = {
        "customers": [customer("c1"), customer("c2", parent_customer_id="c1")],
        "subscriptions": [subscription(), subscription("s2", "c2", "2024-03-05", "2024-03-06")],
        "subscription_items": [item(), item("i2", "s2")],
    }
    raw: RawTables = company(**tables)
    for level, count in (("customer", 1), ("parent", 0)):
        rows = compute_marts(raw, june(reporting_levels=(level,)))["metrics_mrr_monthly"]
        counts = {month_name(row): row["short_lived_customers"] for row in rows}
        assert counts["2024-03"] == count


def test_a_familys_late_renewal_may_be_another_member() -> None:
    tables = {
        "customers": [customer("c1"), customer("c2", parent_customer_id="c1")],
        "subscriptions": [
            subscription(ended_at="2024-02-10"),
            subscription("s2", "c2", started_at="2024-04-10"),
        ],
        "subscription_items": [item(), item("i2", "s2")],
    }
    parents = june(reporting_levels=("parent",))
    rows = compute_marts(company(**tables), parents)["fct_customer_months"]
    labelled = [row["movement"] for row in rows if row["is_late_renewal"]]
    assert labelled == ["churn", "reactivation"]


def test_a_test_account_at_the_top_keeps_its_id_as_the_familys() -> None:
    tables = {
        "customers": [customer("c1", parent_customer_id="c2"), customer("c2", is_test=True)],
        "subscriptions": [subscription(), subscription("s2", "c2")],
        "subscription_items": [item(), item("i2", "s2")],
    }
    rows = compute_marts(company(**tables), june(reporting_levels=("parent",)))
    assert {values(row, "customer_id", "closing_mrr") for row in rows["fct_customer_months"]} == {
        ("c2", 100)
    }
