"""The comparison sees every kind of difference."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from python_checks.comparison import GRAINS, Difference, assert_same_marts, differences
from python_checks.raw_tables import Marts, Row

PLAN: Row = {"plan_id": "p", "price": Decimal("1.5"), "count": 1, "day": date(2024, 1, 1)}


def marts(*plans: Row) -> Marts:
    return {mart: [] for mart in GRAINS} | {"dim_plans": list(plans)}


def test_the_same_marts_have_no_difference() -> None:
    other = PLAN | {"price": Decimal("1.500000"), "count": Decimal(1)}
    assert differences(marts(PLAN), marts(other)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("price", Decimal("1.500001")),
        ("price", 1.5),
        ("price", "1.5"),
        ("count", True),
        ("count", None),
        ("day", datetime(2024, 1, 1)),
    ],
)
def test_a_different_value_or_kind_of_value_is_a_difference(column: str, value: object) -> None:
    found = differences(marts(PLAN | {column: value}), marts(PLAN))
    assert found == [Difference("dim_plans", ("p",), column, value, PLAN[column])]


def test_a_column_on_one_side_only_is_a_difference() -> None:
    assert [one.column for one in differences(marts(PLAN | {"new": 1}), marts(PLAN))] == ["new"]
    assert [one.column for one in differences(marts(PLAN), marts(PLAN | {"new": 1}))] == ["new"]


def test_a_row_on_one_side_only_or_twice_is_a_difference() -> None:
    for model, reference in [((), (PLAN,)), ((PLAN,), ()), ((PLAN, PLAN), (PLAN,))]:
        assert [one.column for one in differences(marts(*model), marts(*reference))] == ["(row)"]


def test_a_report_names_the_mart_the_key_the_column_and_both_values() -> None:
    with pytest.raises(AssertionError, match=r"dim_plans \[p\] price: model says 2, reference "):
        assert_same_marts(marts(PLAN | {"price": Decimal(2)}), marts(PLAN))
