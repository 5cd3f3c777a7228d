"""The worked numbers and the pitfalls of the definitions, section 6, through the real models."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from python_checks.builders import (
    discount,
    item,
    paying_by_month,
    plan,
    raw_tables,
    subscription,
    together,
)
from python_checks.worked import (
    AFTER,
    BEFORE,
    CHANGE,
    assert_values,
    crowd,
    marts_of,
    month_of_company,
    month_of_customer,
    moving,
    only_row,
    retention,
)


@dataclass(frozen=True)
class Example:
    """Customers in groups of (how many, MRR before, MRR after), and what follows from them."""

    groups: tuple[tuple[int, int, int], ...]
    expected: Mapping[str, str]


EXAMPLES = {
    "A": Example(
        groups=((7, 10000, 10000), (1, 10000, 30000), (1, 14000, 10000), (1, 6000, 0)),
        expected={
            "starting_mrr": "100000",
            "expansion_mrr": "20000",
            "contraction_mrr": "-4000",
            "churned_mrr": "-6000",
            "net_revenue_retention": "1.1",
        },
    ),
    "B": Example(
        groups=((33, 1875, 1875), (10, 1875, 3875), (5, 1875, 875), (2, 5000, 0)),
        expected={
            "starting_customers": "50",
            "starting_mrr": "100000",
            "expansion_mrr": "20000",
            "contraction_mrr": "-5000",
            "churned_mrr": "-10000",
            "churned_customers": "2",
            "net_revenue_retention": "1.05",
            "gross_revenue_retention": "0.85",
            "logo_churn_rate": "0.04",
        },
    ),
    "C": Example(
        groups=((8, 6000, 6000), (5, 5000, 10000), (4, 5000, 3000), (1, 7000, 0)),
        expected={
            "starting_mrr": "100000",
            "expansion_mrr": "25000",
            "contraction_mrr": "-8000",
            "churned_mrr": "-7000",
            "net_revenue_retention": "1.1",
            "gross_revenue_retention": "0.85",
        },
    ),
    "D": Example(
        groups=((2, 19000, 19000), (10, 10000, 13000), (5, 10000, 9000), (1, 12000, 0)),
        expected={
            "starting_mrr": "200000",
            "expansion_mrr": "30000",
            "contraction_mrr": "-5000",
            "churned_mrr": "-12000",
            "net_revenue_retention": "1.065",
            "gross_revenue_retention": "0.915",
        },
    ),
    "E": Example(
        groups=((245, 100, 100), (4, 100, 200), (1, 100, 0)),
        expected={
            "starting_customers": "250",
            "starting_mrr": "25000",
            "expansion_mrr": "400",
            "contraction_mrr": "0",
            "churned_mrr": "-100",
            "churned_customers": "1",
            "net_revenue_retention": "1.012",
            "gross_revenue_retention": "0.996",
            "logo_churn_rate": "0.004",
        },
    ),
    "F": Example(
        groups=((1, 37000, 37000), (3, 10000, 15000), (5, 5000, 4000), (2, 4000, 0)),
        expected={
            "starting_mrr": "100000",
            "expansion_mrr": "15000",
            "contraction_mrr": "-5000",
            "churned_mrr": "-8000",
            "net_revenue_retention": "1.02",
            "gross_revenue_retention": "0.87",
        },
    ),
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_a_worked_example_gives_its_numbers(example: Example) -> None:
    marts = marts_of(crowd(*example.groups))
    assert_values(retention(marts), example.expected)


@pytest.mark.parametrize(
    ("yearly_retention", "arr_after_five_years"), [("1.05", "12.8"), ("1.15", "20.1")], ids=str
)
def test_g_net_retention_compounds_over_five_years_without_new_customers(
    yearly_retention: str, arr_after_five_years: str
) -> None:
    first_year = 2020
    totals = [1_000_000 * Decimal(yearly_retention) ** year for year in range(6)]
    leaving = paying_by_month("leaves", [40000] * 12 + [0], f"{first_year}-01-01")
    growing = [total - (40000 if year == 0 else 0) for year, total in enumerate(totals)]
    months = [round(amount, 6) for amount in growing for _ in range(12)]
    marts = marts_of(leaving, paying_by_month("grows", months, f"{first_year}-01-01"))
    retained = [
        retention(marts, date(first_year + year, 1, 1), 12)["net_revenue_retention"]
        for year in range(1, 6)
    ]
    compounded = Decimal(10)
    for rate in retained:
        assert isinstance(rate, Decimal)
        compounded *= rate
    arr = month_of_company(marts, date(first_year + 5, 1, 1))["arr"]
    assert isinstance(arr, Decimal)
    assert [str(rate) for rate in retained] == [f"{Decimal(yearly_retention):.6f}"] * 5
    assert round(compounded, 1) == round(arr / 1_200_000, 1) == Decimal(arr_after_five_years)


def test_new_customers_change_no_retention_rate() -> None:
    without = retention(marts_of(crowd((9, 100, 100), (1, 100, 0))))
    with_new = retention(marts_of(crowd((9, 100, 100), (1, 100, 0), (20, 0, 500))))
    assert with_new == without
    assert_values(with_new, {"net_revenue_retention": "0.9", "logo_churn_rate": "0.1"})


def test_logo_churn_is_a_share_of_the_customers_at_the_start_of_the_window() -> None:
    marts = marts_of(crowd((9, 100, 100), (1, 100, 0), (10, 0, 100)))
    assert month_of_company(marts, AFTER)["closing_customers"] == 19
    assert_values(
        retention(marts),
        {"starting_customers": 10, "churned_customers": 1, "logo_churn_rate": "0.1"},
    )


def test_a_downgrade_lowers_net_and_gross_retention() -> None:
    marts = marts_of(crowd((1, 100, 40), (1, 100, 100)))
    expected = {
        "contraction_mrr": "-60",
        "net_revenue_retention": "0.7",
        "gross_revenue_retention": "0.7",
        "logo_churn_rate": "0",
    }
    assert_values(retention(marts), expected)


def test_logo_churn_counts_customers_and_revenue_churn_counts_money() -> None:
    marts = marts_of(crowd((1, 900, 0), (9, 100, 100)))
    expected = {"logo_churn_rate": "0.1", "gross_revenue_retention": "0.5", "churned_mrr": "-900"}
    assert_values(retention(marts), expected)


def test_a_one_time_fee_is_no_mrr() -> None:
    fee = raw_tables(
        plans=[plan("set-up", 5000, charge_type="one_time", billing_interval=None)],
        subscription_items=[item("fee", "s-c", "set-up", valid_from=CHANGE)],
    )
    marts = marts_of(moving("c", 100, 100), fee)
    assert_values(month_of_customer(marts, "c"), {"movement": "unchanged", "closing_mrr": "100"})


def test_a_discount_that_expires_is_expansion() -> None:
    half_price = raw_tables(discounts=[discount("d", "s-c", percent_off=50, ends_at=CHANGE)])
    marts = marts_of(moving("c", 100, 100), half_price)
    expected = {"opening_mrr": "50", "closing_mrr": "100", "movement": "expansion"}
    assert_values(month_of_customer(marts, "c"), expected)
    assert_values(retention(marts), {"expansion_mrr": "50", "net_revenue_retention": "2"})


def test_churn_is_dated_when_service_ends_and_not_when_it_is_cancelled() -> None:
    cancelled = raw_tables(
        subscriptions=[
            subscription(cancel_requested_at="2024-02-10", ended_at="2024-04-15", status="canceled")
        ],
        plans=[plan()],
        subscription_items=[item()],
    )
    marts = marts_of(cancelled)
    movements = {
        row["month_start"]: row["movement"]
        for row in marts["fct_customer_months"]
        if row["month_start"] != BEFORE
    }
    assert movements == {
        date(2024, 2, 1): "unchanged",
        date(2024, 3, 1): "unchanged",
        date(2024, 4, 1): "churn",
    }


def test_net_retention_above_one_can_hide_many_small_losses() -> None:
    marts = marts_of(crowd((1, 1000, 2500), (20, 50, 0), (10, 100, 100)))
    expected = {
        "net_revenue_retention": "1.166667",
        "gross_revenue_retention": "0.666667",
        "logo_churn_rate": "0.645161",
    }
    assert_values(retention(marts), expected)


def test_segments_show_that_growth_comes_from_a_few_large_accounts() -> None:
    small = [moving(f"small-{number}", 100, 0, segment="smb") for number in range(5)]
    steady = [moving(f"steady-{number}", 100, 100, segment="smb") for number in range(5)]
    marts = marts_of(together(*small, *steady), moving("large", 9000, 12000, segment="enterprise"))
    assert_values(retention(marts), {"net_revenue_retention": "1.25"})
    assert_values(of_segment(marts, "smb"), {"net_revenue_retention": "0.5"})
    assert_values(of_segment(marts, "enterprise"), {"net_revenue_retention": "1.333333"})


def of_segment(marts: dict[str, list[dict[str, object]]], segment: str) -> dict[str, object]:
    return only_row(
        marts,
        "metrics_retention_monthly_by_segment",
        month_start=AFTER,
        window_months=1,
        dimension="segment",
        dimension_value=segment,
    )
