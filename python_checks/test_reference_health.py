"""Leaks and concentration in the reference: `metrics_retention_health`, worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from python_checks.builders import paying_by_month, together
from python_checks.mart_rows import JUNE, money, only, values
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference import compute_marts

Amounts = Mapping[str, tuple[object, object]]

YEAR = replace(JUNE, as_of_date=date(2025, 1, 31), retention_windows=(12,))


def over_a_year(amounts: Amounts, segment: str | None = None) -> RawTables:
    """Customers with their MRR in January 2024 and a year later."""
    return together(
        *(
            paying_by_month(customer_id, [*[start] * 12, end], segment=segment)
            for customer_id, (start, end) in amounts.items()
        )
    )


def health(amounts: Amounts, policy: Policy = YEAR) -> Row:
    """The row of all customers."""
    rows = compute_marts(over_a_year(amounts), policy)["metrics_retention_health"]
    return only(rows, dimension="total", month_start=date(2025, 1, 1))


SIX = {
    "a": (500, 700),
    "b": (300, 200),
    "c": (100, 0),
    "d": (50, 50),
    "e": (30, 60),
    "f": (20, 30),
}


def test_rates_gap_and_customers_that_grow_and_lose_stand_side_by_side() -> None:
    row = health(SIX)
    assert values(row, "starting_customers", "starting_mrr") == (6, 1000)
    assert values(
        row,
        "net_revenue_retention",
        "gross_revenue_retention",
        "retention_gap",
        "logo_retention_rate",
    ) == money("1.04", "0.8", "0.24", "0.833333")
    assert values(row, "growing_customers", "losing_customers") == (3, 2)


def test_the_largest_customers_hold_a_share_of_the_start_and_of_the_expansion() -> None:
    row = health(SIX)
    assert values(
        row,
        "top_1_share_of_starting_mrr",
        "top_5_share_of_starting_mrr",
        "top_10_share_of_starting_mrr",
    ) == money("0.5", "0.98", "1")
    assert values(
        row,
        "top_1_share_of_expansion",
        "top_5_share_of_expansion",
        "top_10_share_of_expansion",
    ) == money("0.833333", "1", "1")


def test_nrr_without_the_five_largest_is_that_of_the_rest() -> None:
    assert health(SIX)["net_revenue_retention_without_top_5"] == Decimal("1.5")
    assert health({"a": (100, 120)})["net_revenue_retention_without_top_5"] is None


def test_of_equally_large_customers_the_first_ids_are_left_out() -> None:
    equal = {f"c{number}": (100, 100 + number) for number in range(1, 7)}
    assert health(equal)["net_revenue_retention_without_top_5"] == Decimal("1.06")


def test_a_good_nrr_over_lost_money_or_lost_customers_is_a_leaky_bucket() -> None:
    lost_money = health({"a": (100, 0), "b": (100, 220)})
    many = {f"c{number}": (100, 100) for number in range(9)}
    lost_customers = health({**many, "big": (10_000, 10_100), "x": (1, 0), "y": (1, 0)})
    assert lost_customers["gross_revenue_retention"] > Decimal("0.99")  # type: ignore[operator]
    assert (lost_money["is_leaky_bucket"], lost_customers["is_leaky_bucket"]) == (True, True)


@pytest.mark.parametrize(
    ("left", "grown", "is_leaky"),
    [(70, 130, False), (69, 131, True), (69, 130, False)],
)
def test_a_bucket_leaks_below_its_threshold_and_at_an_nrr_of_1_or_more(
    left: int, grown: int, is_leaky: bool
) -> None:
    row = health({"a": (100, left), "b": (100, grown)})
    assert row["is_leaky_bucket"] is is_leaky


def test_the_thresholds_of_the_policy_decide() -> None:
    leaky = {"a": (100, 90), "b": (100, 115)}
    grr = replace(YEAR, leaky_grr_threshold=Decimal("0.96"))
    logo = replace(YEAR, leaky_logo_retention_threshold=Decimal("1.01"))
    many = replace(YEAR, concentration_threshold=Decimal("1"))
    assert [health(leaky, policy)["is_leaky_bucket"] for policy in (YEAR, grr, logo)] == [
        False,
        True,
        True,
    ]
    assert [health(leaky, policy)["is_concentrated_expansion"] for policy in (YEAR, many)] == [
        True,
        False,
    ]


def test_expansion_is_concentrated_when_five_customers_hold_more_than_half_of_it() -> None:
    ten = {f"c{number:02}": (100, 110) for number in range(10)}
    assert health(ten)["top_5_share_of_expansion"] == Decimal("0.5")
    assert health(ten)["is_concentrated_expansion"] is False
    assert health({**ten, "c00": (100, 111)})["is_concentrated_expansion"] is True


def test_a_finding_is_a_sentence_for_each_flag_and_null_without_one() -> None:
    assert health(SIX)["finding"] == (
        "NRR 104.0% hides losses: GRR 80.0%, logo retention 83.3%. "
        "The top 5 customers hold 100.0% of the expansion."
    )
    assert health({"a": (100, 110)})["finding"] == (
        "The top 5 customers hold 100.0% of the expansion."
    )
    assert health({"a": (100, 100)})["finding"] is None


def test_percentages_are_rounded_half_away_from_zero() -> None:
    sensitive = replace(YEAR, leaky_grr_threshold=Decimal("0.95"))
    row = health({"a": (2000, 1602), "b": (2000, 2400)}, sensitive)
    assert row["net_revenue_retention"] == Decimal("1.0005")
    assert row["gross_revenue_retention"] == Decimal("0.9005")
    assert str(row["finding"]).startswith("NRR 100.1% hides losses: GRR 90.1%,")


def test_without_a_window_of_a_year_there_is_nothing_to_see() -> None:
    policy = replace(YEAR, retention_windows=(1, 3))
    assert compute_marts(over_a_year(SIX), policy)["metrics_retention_health"] == []


def test_an_empty_base_has_neither_rates_nor_flags() -> None:
    raw = together(paying_by_month("a", [1, 0]), paying_by_month("b", [0] * 13 + [5], segment="x"))
    policy = replace(YEAR, as_of_date=date(2025, 2, 28))
    rows = compute_marts(raw, policy)["metrics_retention_health"]
    row = only(rows, dimension="total", month_start=date(2025, 2, 1))
    assert {
        name: row[name]
        for name in row
        if row[name] is not None
        and name not in ("reporting_level", "dimension", "dimension_value", "month_start")
    } == {
        "starting_customers": 0,
        "starting_mrr": 0,
        "growing_customers": 0,
        "losing_customers": 0,
        "is_leaky_bucket": False,
        "is_concentrated_expansion": False,
        "is_complete_month": False,
    }


def test_rows_are_those_of_windows_of_a_year_and_everybody_comes_first() -> None:
    raw = together(
        over_a_year({"a": (100, 120)}, segment="smb"),
        over_a_year({"b": (100, 50)}, segment="enterprise"),
    )
    policy = replace(YEAR, customer_dimensions=("segment",), as_of_date=date(2025, 2, 1))
    rows = compute_marts(raw, policy)["metrics_retention_health"]
    assert [
        values(row, "dimension", "dimension_value", "month_start", "net_revenue_retention")
        for row in rows
    ] == [
        ("total", "total", date(2025, 1, 1), Decimal("0.85")),
        ("total", "total", date(2025, 2, 1), Decimal("0.85")),
        ("segment", "enterprise", date(2025, 1, 1), Decimal("0.5")),
        ("segment", "enterprise", date(2025, 2, 1), Decimal("0.5")),
        ("segment", "smb", date(2025, 1, 1), Decimal("1.2")),
        ("segment", "smb", date(2025, 2, 1), Decimal("1.2")),
    ]
