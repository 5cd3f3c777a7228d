"""Movements, retention, cohorts and dimensions of the reference, each worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from python_checks.builders import (
    LONG_AGO,
    company,
    customer,
    item,
    paying_by_month,
    plan,
    product,
    rate,
    subscription,
    together,
)
from python_checks.mart_rows import (
    JUNE,
    as_of,
    money,
    month_name,
    movements,
    only,
    total_mrr,
    values,
)
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference import compute_marts

# Movements


def test_every_movement_can_happen() -> None:
    raw = paying_by_month("a", [50, 80, 80, 30, 0, 20])
    assert movements(raw) == [
        "2024-01 a new +50",
        "2024-02 a expansion +30",
        "2024-03 a unchanged +0",
        "2024-04 a contraction -50",
        "2024-05 a churn -30",
        "2024-06 a reactivation +20",
    ]


def test_customer_months_carry_both_ends_and_their_age() -> None:
    rows = compute_marts(paying_by_month("a", [50, 80, 0]), JUNE)["fct_customer_months"]
    assert rows[1] == {
        "reporting_level": "customer",
        "customer_id": "a",
        "month_start": date(2024, 2, 1),
        "month_end": date(2024, 2, 29),
        "opening_mrr": 50,
        "closing_mrr": 80,
        "mrr_change": 30,
        "movement": "expansion",
        "cohort_month": date(2024, 1, 1),
        "months_since_cohort": 1,
        "is_late_renewal": False,
        "is_complete_month": True,
    }
    assert values(rows[2], "opening_mrr", "closing_mrr", "movement") == (80, 0, "churn")
    assert len(rows) == 3


def test_a_plan_switch_or_a_second_subscription_is_no_churn() -> None:
    tables = {
        "plans": [plan(), plan("yearly", 1200, billing_interval="year")],
        "subscriptions": [
            subscription(ended_at="2024-03-10"),
            subscription("s2", started_at="2024-03-10"),
        ],
        "subscription_items": [item(), item("i2", "s2", "yearly")],
    }
    assert {line.split()[2] for line in movements(company(**tables))} == {"new", "unchanged"}


@pytest.mark.parametrize(
    ("returned_at", "is_late"),
    [("2024-05-10", True), ("2024-05-11", False)],
)
def test_a_late_renewal_labels_both_rows_up_to_its_ninetieth_day(
    returned_at: str, is_late: bool
) -> None:
    tables = {
        "subscriptions": [
            subscription(ended_at="2024-02-10"),
            subscription("s2", started_at=returned_at),
        ],
        "subscription_items": [item(), item("i2", "s2")],
    }
    rows = compute_marts(company(**tables), JUNE)["fct_customer_months"]
    labels = {str(row["movement"]): row["is_late_renewal"] for row in rows}
    assert labels == {
        "new": False,
        "churn": is_late,
        "reactivation": is_late,
        "unchanged": False,
    }


def test_a_late_renewal_is_counted_from_the_first_day_off_to_the_first_day_back() -> None:
    tables = {
        "subscriptions": [
            subscription(ended_at="2024-02-10"),
            subscription("s2", started_at="2024-02-15", ended_at="2024-02-20"),
            subscription("s3", started_at="2024-05-10", ended_at="2024-05-12"),
            subscription("s4", started_at="2024-05-20"),
        ],
        "subscription_items": [item(f"i{n}", f"s{n}") for n in (1, 2, 3, 4)],
    }
    rows = compute_marts(company(**tables), JUNE)["fct_customer_months"]
    assert [row["movement"] for row in rows if row["is_late_renewal"]] == ["churn", "reactivation"]


def test_a_late_renewal_does_not_count_from_a_contraction_before_the_end() -> None:
    tables = {
        "subscriptions": [
            subscription(ended_at="2024-02-10"),
            subscription("s2", started_at="2024-05-10"),
        ],
        "subscription_items": [
            item(quantity=2, valid_to="2024-02-05"),
            item(valid_from="2024-02-05"),
            item("i2", "s2"),
        ],
    }
    rows = compute_marts(company(**tables), JUNE)["fct_customer_months"]
    assert [row["movement"] for row in rows if row["is_late_renewal"]] == ["churn", "reactivation"]


# The monthly bridge

THREE_CUSTOMERS = together(
    paying_by_month("a", [100, 150, 150, 0, 0, 40]),
    paying_by_month("b", [0, 60, 45, 45, 45, 45]),
    paying_by_month("c", [0, 0, 0, 25, 25, 25]),
)


def bridge(month: date) -> Row:
    return only(compute_marts(THREE_CUSTOMERS, JUNE)["metrics_mrr_monthly"], month_start=month)


def test_the_bridge_adds_up_and_losses_are_negative() -> None:
    assert values(
        bridge(date(2024, 4, 1)),
        "opening_mrr",
        "new_mrr",
        "reactivation_mrr",
        "expansion_mrr",
        "contraction_mrr",
        "churn_mrr",
        "closing_mrr",
        "arr",
    ) == (195, 25, 0, 0, 0, -150, 70, 840)


def test_the_bridge_counts_customers() -> None:
    assert values(
        bridge(date(2024, 4, 1)),
        "opening_customers",
        "new_customers",
        "reactivated_customers",
        "churned_customers",
        "closing_customers",
    ) == (2, 1, 0, 1, 2)
    assert values(bridge(date(2024, 6, 1)), "reactivation_mrr", "reactivated_customers") == (40, 1)


def test_the_quick_ratio_is_gains_over_losses_and_null_without_losses() -> None:
    assert bridge(date(2024, 2, 1))["quick_ratio"] is None
    assert bridge(date(2024, 3, 1))["quick_ratio"] == 0
    assert bridge(date(2024, 4, 1))["quick_ratio"] == Decimal("0.166667")


def test_every_gain_and_loss_is_in_the_quick_ratio() -> None:
    raw = together(
        THREE_CUSTOMERS,
        paying_by_month("d", [0, 0, 0, 50, 50, 70]),
        paying_by_month("e", [0, 0, 0, 0, 0, 5]),
        paying_by_month("f", [0, 0, 0, 0, 9, 4]),
        paying_by_month("g", [0, 0, 0, 0, 5, 0]),
    )
    rows = compute_marts(raw, JUNE)["metrics_mrr_monthly"]
    assert rows[-1]["quick_ratio"] == Decimal("6.5")  # (5 + 40 + 20) / (5 + 5)


def test_months_without_movement_have_a_row() -> None:
    assert list(total_mrr(paying_by_month("a", [10, 0])).values()) == [10, 0, 0, 0, 0, 0]


def test_short_lived_customers_are_served_between_two_month_ends() -> None:
    tables = {
        "customers": [customer("c1"), customer("c2"), customer("c3")],
        "subscriptions": [
            subscription(),
            subscription("s2", "c2", "2024-03-05", "2024-03-06"),
            subscription("s3", "c3", "2024-03-31", "2024-04-10"),
            subscription("s4", "c2", "2024-04-30", "2024-05-01"),
            subscription("s5", "c1", "2024-03-05", "2024-03-06"),
        ],
        "subscription_items": [item(f"i{n}", f"s{n}") for n in (1, 2, 3, 4, 5)],
    }
    rows = compute_marts(company(**tables), JUNE)["metrics_mrr_monthly"]
    assert [row["short_lived_customers"] for row in rows] == [0, 0, 1, 0, 0, 0]


def test_who_starts_after_the_as_of_date_is_not_short_lived_yet() -> None:
    tables = {
        "customers": [customer("c1"), customer("c2")],
        "subscriptions": [subscription(), subscription("s2", "c2", "2024-06-16", "2024-06-18")],
        "subscription_items": [item(), item("i2", "s2")],
    }
    counts = []
    for day in (15, 16, 17, 18):
        marts = compute_marts(company(**tables), Policy(date(2024, 6, day)))
        counts.append(marts["metrics_mrr_monthly"][-1]["short_lived_customers"])
    assert counts == [0, 0, 0, 1]


def test_committed_mrr_adds_what_is_signed_and_leaves_out_what_is_cancelled() -> None:
    tables = {
        "subscriptions": [
            subscription("s1"),
            subscription("s2", ended_at="2024-09-01"),
            subscription("s3", started_at="2024-08-01", trial_ends_at="2024-09-01"),
            subscription("s4", started_at="2024-08-01", ended_at="2024-10-01"),
            subscription("s5", trial_ends_at="2024-07-15"),
            subscription("s6", started_at="2024-08-01", trial_starts_at="2024-08-01"),
            subscription("s7", started_at="2024-06-30", trial_ends_at="2024-07-30"),
        ],
        "subscription_items": [
            item(f"i{n}", f"s{n}", unit_amount=10**n) for n in (1, 2, 3, 4, 5, 6, 7)
        ],
    }
    rows = compute_marts(company(**tables), JUNE)["metrics_mrr_monthly"]
    assert values(rows[-1], "closing_mrr", "committed_mrr") == (110, 1010)
    assert {row["committed_mrr"] for row in rows[:-1]} == {None}


# Windows


def window(raw: RawTables, month: date, months: int) -> Row:
    rows = compute_marts(raw, JUNE)["metrics_retention_monthly"]
    return only(rows, month_start=month, window_months=months)


RATES = ("net_revenue_retention", "gross_revenue_retention", "logo_churn_rate")
AVERAGES = tuple(f"average_{name}" for name in RATES)


def test_expansion_before_a_churn_never_makes_churn_larger_than_the_start() -> None:
    # Published by Baremetrics: sums of movements showed a churn of 275.8 %.
    row = window(paying_by_month("x", [500, 1379, 1379, 0]), date(2024, 4, 1), 3)
    assert values(row, "starting_mrr", "churned_mrr", "expansion_mrr") == (500, -500, 0)
    assert values(row, *RATES) == (0, 0, 1)


def test_new_customers_never_enter_a_rate() -> None:
    raw = together(paying_by_month("a", [100, 90]), paying_by_month("b", [0, 900]))
    row = window(raw, date(2024, 2, 1), 1)
    assert values(row, "starting_customers", *RATES) == (1, *money("0.9", "0.9", "0"))


def test_one_customers_growth_never_hides_anothers_loss() -> None:
    raw = together(
        paying_by_month("grows", [100, 300]),
        paying_by_month("shrinks", [100, 40]),
        paying_by_month("leaves", [100, 0]),
    )
    row = window(raw, date(2024, 2, 1), 1)
    assert values(row, "expansion_mrr", "contraction_mrr", "churned_mrr") == (200, -60, -100)
    assert values(row, "starting_mrr", "ending_mrr", "retained_mrr") == (300, 340, 140)
    assert values(row, *RATES) == money("1.133333", "0.466667", "0.333333")


def test_who_left_and_came_back_inside_the_window_is_retained() -> None:
    row = window(paying_by_month("a", [100, 0, 0, 100]), date(2024, 4, 1), 3)
    assert values(row, *RATES) == (1, 1, 0)


def test_windows_start_at_the_first_paying_month_and_go_on_to_the_open_one() -> None:
    raw = paying_by_month("a", [0, 100, 100])
    rows = compute_marts(raw, JUNE)["metrics_retention_monthly"]
    assert [(row["window_months"], month_name(row)) for row in rows] == [
        (1, "2024-03"),
        (1, "2024-04"),
        (1, "2024-05"),
        (1, "2024-06"),
        (3, "2024-05"),
        (3, "2024-06"),
    ]


def test_an_empty_base_gives_null_rates() -> None:
    row = window(paying_by_month("a", [100, 0, 0, 0, 7]), date(2024, 4, 1), 1)
    assert values(row, "starting_customers", "starting_mrr", "ending_mrr") == (0, 0, 0)
    assert values(row, *RATES) == (None, None, None)


def test_averages_are_ratios_of_sums() -> None:
    raw = paying_by_month("a", [100, 50, 200, 0])
    assert values(window(raw, date(2024, 3, 1), 1), *AVERAGES) == money("1.666667", "0.666667", "0")
    assert values(window(raw, date(2024, 4, 1), 1), *AVERAGES) == money(
        "0.714286", "0.285714", "0.333333"
    )


def test_averages_reach_back_over_twelve_rows() -> None:
    raw = paying_by_month("a", [100, 50, *[50] * 12, 100], "2023-01-01")
    rows = compute_marts(raw, JUNE)["metrics_retention_monthly"]
    [january, february, march] = [
        only(rows, window_months=1, month_start=date(2024, month, 1))[AVERAGES[0]]
        for month in (1, 2, 3)
    ]
    assert january == Decimal("0.923077")  # 600 of 650: the halving is still in
    assert february == 1
    assert march == Decimal("1.083333")  # 650 of 600


# Segments


def segment_rows(raw: RawTables, **wanted: object) -> list[Row]:
    rows = compute_marts(raw, JUNE)["metrics_retention_monthly_by_segment"]
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def test_segment_rows_add_up_to_the_total_and_start_with_the_companys_first_month() -> None:
    raw = together(
        paying_by_month("a", [100, 120], segment="smb"),
        paying_by_month("b", [0, 0, 0, 0, 40, 30], segment="enterprise"),
        paying_by_month("c", [10, 0]),
        paying_by_month("never", [0], segment="mid_market"),
    )
    june = segment_rows(raw, dimension="segment", window_months=1, month_start=date(2024, 6, 1))
    assert [(row["dimension_value"], row["starting_mrr"]) for row in june] == [
        ("enterprise", 40),
        ("smb", 120),
        ("unknown", 0),
    ]
    per_value = segment_rows(raw, dimension="segment", dimension_value="enterprise")
    assert len(per_value) == len(compute_marts(raw, JUNE)["metrics_retention_monthly"])


def test_a_merged_customers_segment_is_its_survivors() -> None:
    accounts = [
        customer("c1", segment="smb", merged_into_customer_id="c2"),
        customer("c2", segment="enterprise"),
    ]
    rows = segment_rows(company(customers=accounts), dimension="segment")
    assert {row["dimension_value"] for row in rows} == {"enterprise"}


def test_the_policy_chooses_windows_and_dimensions() -> None:
    policy = Policy(date(2024, 6, 30), retention_windows=(2,), customer_dimensions=("country",))
    rows = compute_marts(company(), policy)["metrics_retention_monthly_by_segment"]
    assert {values(row, "window_months", "dimension") for row in rows} == {(2, "country")}


# Cohorts


def test_a_cohort_is_followed_to_the_open_month_also_when_nobody_is_left() -> None:
    raw = together(
        paying_by_month("a", [100, 150, 0, 0, 0, 0]),
        paying_by_month("b", [200, 120, 120, 0, 0, 0]),
        paying_by_month("c", [0, 10]),
    )
    rows = compute_marts(raw, JUNE)["metrics_retention_by_cohort"]
    january = [row for row in rows if row["cohort_month"] == date(2024, 1, 1)]
    columns = ("cohort_customers", "cohort_mrr", "active_customers", "mrr", "retained_mrr")
    assert [values(row, *columns) for row in january] == [
        (2, 300, 2, 300, 300),
        (2, 300, 2, 270, 220),
        (2, 300, 1, 120, 120),
        (2, 300, 0, 0, 0),
        (2, 300, 0, 0, 0),
        (2, 300, 0, 0, 0),
    ]
    assert [row["months_since_cohort"] for row in january] == [0, 1, 2, 3, 4, 5]
    assert len(rows) == 6 + 5


def test_cohort_rates_are_ratios_to_the_cohorts_own_start() -> None:
    raw = together(
        paying_by_month("a", [100, 250]),
        paying_by_month("b", [100, 40]),
        paying_by_month("c", [100, 0]),
    )
    rows = compute_marts(raw, JUNE)["metrics_retention_by_cohort"]
    columns = (*RATES[:2], "logo_retention_rate", "logo_churn_rate")
    assert values(rows[0], *columns) == (1, 1, 1, 0)
    assert values(rows[1], *columns) == money("0.966667", "0.466667", "0.666667", "0.333333")


def test_months_run_on_across_the_year() -> None:
    raw = paying_by_month("a", [10], "2023-11-01")
    rows = compute_marts(raw, as_of(2024, 2, 29))["metrics_retention_by_cohort"]
    assert [month_name(row) for row in rows] == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert [row["months_since_cohort"] for row in rows] == [0, 1, 2, 3]


def test_cents_make_a_paying_customer() -> None:
    marts = compute_marts(paying_by_month("a", ["0.01", "0.02"]), JUNE)
    bridge_row, cohort_row = (
        marts["metrics_mrr_monthly"][1],
        marts["metrics_retention_by_cohort"][1],
    )
    assert values(bridge_row, "opening_customers", "closing_customers") == (1, 1)
    assert cohort_row["active_customers"] == 1
    assert marts["dim_customers"][0]["is_active"] is True


def test_cents_count_in_windows() -> None:
    raw = together(paying_by_month("a", ["0.01", "0.03"]), paying_by_month("b", ["0.05", "0.04"]))
    row = window(raw, date(2024, 2, 1), 1)
    assert values(row, "expansion_mrr", "contraction_mrr") == money("0.02", "-0.01")


def test_what_starts_on_the_last_of_all_days_is_not_committed() -> None:
    tables = {"subscriptions": [subscription("s1"), subscription("s2", started_at="9999-12-31")]}
    items = [item("i1", "s1"), item("i2", "s2")]
    rows = compute_marts(company(**tables, subscription_items=items), JUNE)["metrics_mrr_monthly"]
    assert rows[-1]["committed_mrr"] == 100


def test_cents_count_as_short_lived_and_as_committed() -> None:
    tables = {
        "customers": [customer("c1"), customer("c2")],
        "plans": [plan(unit_amount="0.01")],
        "subscriptions": [
            subscription(),
            subscription("s2", "c2", "2024-06-05", "2024-06-06"),
            subscription("s3", "c2", "2024-07-01"),
        ],
        "subscription_items": [item(f"i{n}", f"s{n}") for n in (1, 2, 3)],
    }
    row = compute_marts(company(**tables), JUNE)["metrics_mrr_monthly"][-1]
    assert values(row, "short_lived_customers", "committed_mrr") == (1, Decimal("0.02"))


def test_a_reactivated_customer_stays_in_its_first_cohort() -> None:
    rows = compute_marts(paying_by_month("a", [0, 100, 0, 300]), JUNE)["fct_customer_months"]
    assert {row["cohort_month"] for row in rows} == {date(2024, 2, 1)}


# Dimensions


def test_customers_carry_their_first_last_and_current_figures() -> None:
    raw = paying_by_month("a", [0, 100, 250, 0], segment="smb", country="")
    row = only(compute_marts(raw, JUNE)["dim_customers"], customer_id="a")
    assert row == {
        "customer_id": "a",
        "customer_name": "A",
        "parent_customer_id": None,
        "ultimate_parent_id": "a",
        "surviving_customer_id": "a",
        "segment": "smb",
        "country": None,
        "industry": None,
        "acquisition_channel": None,
        "is_test": False,
        "is_inferred": False,
        "cohort_month": date(2024, 2, 1),
        "cohort_mrr": 100,
        "last_paid_month": date(2024, 3, 1),
        "current_mrr": 0,
        "is_active": False,
    }


def test_a_merged_account_is_listed_without_figures() -> None:
    accounts = [customer("c1", merged_into_customer_id="c2"), customer("c2", is_test=None)]
    rows = compute_marts(company(customers=accounts), JUNE)["dim_customers"]
    columns = ("cohort_month", "cohort_mrr", "last_paid_month", "current_mrr", "is_active")
    assert values(only(rows, customer_id="c1"), *columns) == (None, None, None, 0, False)
    survivor = only(rows, customer_id="c2")
    assert values(survivor, *columns) == (date(2024, 1, 1), 100, date(2024, 6, 1), 100, True)
    assert survivor["is_test"] is False


def test_an_unknown_customer_is_inferred_and_keeps_its_revenue() -> None:
    marts = compute_marts(company(customers=[]), JUNE)
    row = only(marts["dim_customers"])
    assert values(row, "customer_id", "customer_name") == ("c1", None)
    assert values(row, "is_inferred", "current_mrr") == (True, 100)
    segments = marts["metrics_retention_monthly_by_segment"]
    assert {segment["dimension_value"] for segment in segments} == {"unknown"}


def plan_rows(*plans: Row) -> list[Row]:
    return compute_marts(company(plans=plans, products=[product()]), JUNE)["dim_plans"]


def test_plans_show_their_product_and_monthly_price() -> None:
    yearly = plan("yearly", 100, billing_interval="year", billing_interval_count=None)
    assert plan_rows(yearly) == [
        {
            "plan_id": "yearly",
            "plan_name": "YEARLY",
            "product_id": "product",
            "product_name": "PRODUCT",
            "product_family": None,
            "charge_type": "recurring",
            "billing_interval": "year",
            "billing_interval_count": 1,
            "currency": "USD",
            "monthly_unit_amount": Decimal("8.333333"),
        }
    ]


def test_a_plan_charged_once_has_no_monthly_price_and_an_unknown_product_no_name() -> None:
    once = plan("once", 100, charge_type="one_time", billing_interval=None, product_id="other")
    [row] = plan_rows(once)
    assert values(row, "product_id", "product_name", "monthly_unit_amount") == ("other", None, None)


def test_every_amount_and_rate_carries_six_places() -> None:
    rates = [rate("EUR", LONG_AGO, "1.1")]
    marts = compute_marts(company(plans=[plan(currency="EUR")], exchange_rates=rates), JUNE)
    decimals = [
        value
        for rows in marts.values()
        for row in rows
        for value in row.values()
        if isinstance(value, Decimal)
    ]
    assert {value.as_tuple().exponent for value in decimals} == {-6}
