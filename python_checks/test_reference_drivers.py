"""Drivers of the reference (section 3): each change taken apart, worked out by hand."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_checks.builders import (
    LONG_AGO,
    company,
    customer,
    discount,
    item,
    pause,
    paying_by_month,
    plan,
    rate,
    subscription,
    together,
)
from python_checks.mart_rows import JUNE, month_name, values
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.reference import compute_marts
from python_checks.strategies import companies

BOTH_LEVELS = Policy(date(2024, 6, 30))
FAMILIES = Policy(date(2024, 6, 30), reporting_levels=("parent",))


def rows_of(raw: RawTables, policy: Policy = JUNE) -> list[Row]:
    """The rows of `fct_mrr_movements` after the first month."""
    rows = compute_marts(raw, policy)["fct_mrr_movements"]
    return [row for row in rows if month_name(row) != "2024-01"]


def drivers(policy: Policy = JUNE, /, **tables: Sequence[Row]) -> list[str]:
    """What changed after January as "month product movement driver change", sorted."""
    return sorted(
        f"{month_name(row)[-2:]} {row['product_id']} {row['movement']} {row['driver']} "
        f"{row['mrr_change']:+}".rstrip("0").rstrip(".")
        for row in rows_of(company(**tables), policy)
    )


def versions(march: dict[str, object], **before: object) -> list[Row]:
    """One item that becomes something else on March 10."""
    return [
        item(valid_to="2024-03-10", **before),  # type: ignore[arg-type]
        item(valid_from="2024-03-10", **march),  # type: ignore[arg-type]
    ]


# From and to 0


def test_who_comes_or_goes_has_one_driver_named_after_the_movement() -> None:
    rows = compute_marts(paying_by_month("a", [50, 0, 20]), JUNE)["fct_mrr_movements"]
    assert [values(row, "movement", "driver", "mrr_change") for row in rows] == [
        ("new", "new", 50),
        ("churn", "churn", -50),
        ("reactivation", "reactivation", 20),
    ]


def test_a_row_names_customer_month_product_movement_and_driver() -> None:
    assert compute_marts(company(), JUNE)["fct_mrr_movements"] == [
        {
            "reporting_level": "customer",
            "customer_id": "c1",
            "month_start": date(2024, 1, 1),
            "product_id": "product",
            "movement": "new",
            "driver": "new",
            "mrr_change": 100,
            "end_reason": None,
            "customers": 1,
        }
    ]


def test_what_a_customer_comes_with_and_leaves_is_split_by_product() -> None:
    tables = {
        "plans": [plan(), plan("other", 30, product_id="second")],
        "subscriptions": [subscription(started_at="2024-02-01", ended_at="2024-04-01")],
        "subscription_items": [item("i1", quantity=2), item("i2", plan_id="other"), item("i3")],
    }
    assert drivers(**tables) == [
        "02 product new new +300",
        "02 second new new +30",
        "04 product churn churn -300",
        "04 second churn churn -30",
    ]


def test_a_pause_is_the_driver_of_the_churn_and_the_return_that_it_causes() -> None:
    assert drivers(subscription_pauses=[pause("s1", "2024-02-10", "2024-04-10")]) == [
        "02 product churn pause -100",
        "04 product reactivation resume +100",
    ]


def test_a_discount_of_all_is_the_driver_of_the_churn_and_the_return_that_it_causes() -> None:
    free = discount(percent_off=100, starts_at="2024-02-10", ends_at="2024-04-10")
    assert drivers(discounts=[free]) == [
        "02 product churn discount -100",
        "04 product reactivation discount +100",
    ]


def test_who_was_free_or_paused_before_the_first_payment_is_new_by_that_driver() -> None:
    free = discount(percent_off=100, ends_at="2024-02-10")
    assert drivers(discounts=[free]) == ["02 product new discount +100"]
    assert drivers(subscription_pauses=[pause(resumed_at="2024-02-10")]) == [
        "02 product new resume +100"
    ]


def test_a_pause_goes_before_a_discount_and_a_price_of_0_is_neither() -> None:
    paused = [pause("s1", "2024-02-10")]
    free = [discount(percent_off=100, starts_at="2024-02-10")]
    assert drivers(subscription_pauses=paused, discounts=free) == ["02 product churn pause -100"]
    assert drivers(subscription_items=versions({"unit_amount": 0})) == [
        "03 product churn churn -100"
    ]


def test_a_trial_is_not_in_force_so_that_its_end_is_new() -> None:
    trial = [subscription(trial_ends_at="2024-03-01")]
    assert drivers(subscriptions=trial) == ["03 product new new +100"]


# An item in force at both month-ends


def test_seats_change_at_the_old_price_and_the_rest_is_price() -> None:
    assert drivers(subscription_items=versions({"quantity": 3})) == [
        "03 product expansion quantity +200"
    ]
    assert drivers(subscription_items=versions({"unit_amount": 120})) == [
        "03 product expansion price +20"
    ]
    assert drivers(subscription_items=versions({"quantity": 3, "unit_amount": 120})) == [
        "03 product expansion price +60",
        "03 product expansion quantity +200",
    ]


def test_seats_of_a_yearly_plan_change_by_monthly_amounts() -> None:
    yearly = [plan(unit_amount=100, billing_interval="year")]
    changed = versions({"quantity": 1, "unit_amount": 50}, quantity=2)
    assert drivers(plans=yearly, subscription_items=changed) == [
        "03 product contraction price -4.166667",
        "03 product contraction quantity -8.333333",
    ]


def test_another_plan_is_a_plan_change_whatever_the_seats() -> None:
    plans = [plan(), plan("large", 250)]
    assert drivers(
        plans=plans, subscription_items=versions({"plan_id": "large", "quantity": 2})
    ) == ["03 product expansion plan +400"]


def test_a_plan_change_to_another_product_stands_on_the_new_one_with_its_discount() -> None:
    tables = {
        "plans": [plan(), plan("large", 250, product_id="second")],
        "subscription_items": versions({"plan_id": "large"}),
        "discounts": [discount(percent_off=10)],
    }
    assert drivers(**tables) == [
        "03 second expansion discount -15",
        "03 second expansion plan +150",
    ]


def test_an_interval_switch_at_the_same_monthly_price_is_no_movement() -> None:
    plans = [plan(), plan("yearly", 1200, billing_interval="year")]
    assert drivers(plans=plans, subscription_items=versions({"plan_id": "yearly"})) == []
    swapped = [
        item("i1", valid_to="2024-03-10"),
        item("i2", "s1", "yearly", valid_from="2024-03-10"),
    ]
    assert drivers(plans=plans, subscription_items=swapped) == []


# Items that end and begin


def test_items_that_end_and_begin_in_one_subscription_are_one_plan_change() -> None:
    tables = {
        "plans": [plan(), plan("a", 70, product_id="pa"), plan("b", 60, product_id="pb")],
        "subscription_items": [
            item("i1", valid_to="2024-03-10"),
            item("i2", "s1", "a", valid_from="2024-03-10"),
            item("i3", "s1", "b", valid_from="2024-03-10"),
        ],
    }
    assert drivers(**tables) == ["03 pa expansion plan +30"]


def test_of_equally_large_new_items_the_smallest_id_has_the_plan_change() -> None:
    tables = {
        "plans": [plan(), plan("a", 70, product_id="pa"), plan("b", 70, product_id="pb")],
        "subscription_items": [
            item("i1", valid_to="2024-03-10"),
            item("i3", "s1", "a", valid_from="2024-03-10"),
            item("i2", "s1", "b", valid_from="2024-03-10"),
        ],
    }
    assert drivers(**tables) == ["03 pb expansion plan +40"]


MOVED = [
    subscription(ended_at="2024-03-10", end_reason="voluntary"),
    subscription("s2", started_at="2024-03-10"),
]


def test_a_migration_to_another_subscription_is_a_plan_change() -> None:
    same, dearer = [item(), item("i2", "s2")], [item(), item("i2", "s2", unit_amount=130)]
    assert drivers(subscriptions=MOVED, subscription_items=same) == []
    assert drivers(subscriptions=MOVED, subscription_items=dearer) == [
        "03 product expansion plan +30"
    ]


def test_it_is_no_migration_while_an_item_of_the_product_stays_in_the_old_subscription() -> None:
    tables = {
        "subscriptions": [subscription(), subscription("s2", started_at="2024-03-10")],
        "subscription_items": [
            item("i1", valid_to="2024-03-10"),
            item("i2", "s1"),
            item("i3", "s2", unit_amount=130),
        ],
    }
    assert drivers(**tables) == ["03 product expansion quantity +30"]


def test_all_items_left_of_a_migrated_product_are_in_its_plan_change() -> None:
    tables = {
        "subscriptions": [
            *MOVED,
            subscription("s3"),
        ],
        "subscription_items": [
            item("i1"),
            item("i2", "s2", unit_amount=30),
            item("i3", "s3", valid_to="2024-03-10"),
            item("i4", "s3"),
        ],
    }
    assert drivers(**tables) == ["03 product contraction plan -170"]


def test_a_swap_within_a_subscription_goes_before_a_migration() -> None:
    tables = {
        "plans": [plan(), plan("a", 70, product_id="pa")],
        "subscriptions": [subscription(), subscription("s2", started_at="2024-03-10")],
        "subscription_items": [
            item("i1", valid_to="2024-03-10"),
            item("i2", "s1", "a", valid_from="2024-03-10"),
            item("i3", "s2"),
        ],
    }
    assert drivers(**tables) == [
        "03 pa expansion plan -30",
        "03 product expansion quantity +100",
    ]


SECOND = [plan(), plan("other", 30, product_id="second")]


def test_a_second_subscription_is_quantity_of_a_known_product_and_cross_sell_of_a_new_one() -> None:
    subscriptions = [subscription(), subscription("s2", started_at="2024-03-10")]
    for plan_id, expected in (
        ("monthly", "03 product expansion quantity +100"),
        ("other", "03 second expansion cross_sell +30"),
    ):
        items = [item(), item("i2", "s2", plan_id)]
        tables = {"plans": SECOND, "subscriptions": subscriptions, "subscription_items": items}
        assert drivers(**tables) == [expected]


def test_what_ends_is_quantity_while_the_product_stays_and_else_product_removed() -> None:
    for plan_id, expected in (
        ("monthly", "03 product contraction quantity -100"),
        ("other", "03 second contraction product_removed -30"),
    ):
        items = [item(), item("i2", "s1", plan_id, valid_to="2024-03-10")]
        assert drivers(plans=SECOND, subscription_items=items) == [expected]


def test_a_product_held_for_nothing_is_held() -> None:
    tables = {
        "plans": SECOND,
        "subscriptions": [subscription(), subscription("s2", started_at="2024-03-10")],
        "subscription_items": [
            item(),
            item("i2", "s1", "other", unit_amount=0),
            item("i3", "s2", "other"),
        ],
    }
    assert drivers(**tables) == ["03 second expansion quantity +30"]


# Discounts and pauses of who pays at both month-ends


def test_a_discount_that_starts_is_a_loss_and_one_that_ends_a_gain() -> None:
    some = discount(percent_off=20, starts_at="2024-02-10", ends_at="2024-04-10")
    assert drivers(discounts=[some]) == [
        "02 product contraction discount -20",
        "04 product expansion discount +20",
    ]


def test_a_pause_of_one_of_two_subscriptions_is_pause_and_resume_of_what_was_paid() -> None:
    tables = {
        "plans": SECOND,
        "subscriptions": [subscription(), subscription("s2")],
        "subscription_items": [item(), item("i2", "s2", "other")],
        "subscription_pauses": [pause("s2", "2024-02-10", "2024-04-10")],
        "discounts": [discount(subscription_id="s2", percent_off=10)],
    }
    assert drivers(**tables) == [
        "02 second contraction pause -27",
        "04 second expansion resume +27",
    ]


def test_changes_that_offset_each_other_have_rows_in_an_unchanged_month() -> None:
    tables = {
        "subscription_items": versions({"quantity": 2}),
        "discounts": [discount(percent_off=50, starts_at="2024-03-20")],
    }
    assert drivers(**tables) == [
        "03 product unchanged discount -100",
        "03 product unchanged quantity +100",
    ]


def test_what_ends_while_paused_takes_its_pause_along() -> None:
    tables = {
        "subscriptions": [subscription(), subscription("s2", ended_at="2024-03-10")],
        "subscription_items": [item(), item("i2", "s2")],
        "subscription_pauses": [pause("s2")],
    }
    assert drivers(**tables) == [
        "03 product unchanged quantity -100",
        "03 product unchanged resume +100",
    ]


# Rounding


A_THIRD = {
    "plans": [plan(unit_amount=1, currency="EUR")],
    "exchange_rates": [rate("EUR", LONG_AGO, "0.333333333333")],
}


def test_the_last_driver_takes_what_rounding_leaves() -> None:
    # List 0.333333, discount 0.166667 and what is left 0.166667 too: a millionth too much.
    half_off = discount(percent_off=50, starts_at="2024-03-10")
    assert drivers(discounts=[half_off], **A_THIRD) == ["03 product contraction discount -0.166666"]


def test_of_list_drivers_alone_the_last_one_by_name_takes_what_rounding_leaves() -> None:
    # List 0.333333 to 0.666667: quantity 0.333333 and price 0.000001. Net 0.166667 to 0.5.
    changed, always = versions({"quantity": 2}), discount(amount_off="0.5", currency="EUR")
    assert drivers(subscription_items=changed, discounts=[always], **A_THIRD) == [
        "03 product expansion price +0.000001",
        "03 product expansion quantity +0.333332",
    ]


def test_a_rest_of_rounding_without_a_driver_is_price() -> None:
    # Twice list 0.333333, discount 0.166667, net 0.166667; then once 0.666666, 0.333334, 0.333332.
    tables = {
        "subscription_items": [
            item("i1", valid_to="2024-03-10"),
            item("i2", valid_to="2024-03-10"),
            item("i3", unit_amount="1.999998", valid_from="2024-03-10"),
        ],
        "discounts": [
            discount("d1", subscription_item_id="i1", amount_off="0.5", currency="EUR"),
            discount("d2", subscription_item_id="i2", amount_off="0.5", currency="EUR"),
            discount("d3", subscription_item_id="i3", amount_off="1.000002", currency="EUR"),
        ],
    }
    assert drivers(**tables, **A_THIRD) == ["03 product contraction price -0.000002"]


# Why it was lost


def reasons(**tables: Sequence[Row]) -> list[tuple[object, ...]]:
    return [values(row, "driver", "end_reason") for row in rows_of(company(**tables))]


@pytest.mark.parametrize(
    ("end_reason", "shown"),
    [
        ("voluntary", "voluntary"),
        ("involuntary", "involuntary"),
        ("acquired", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_loss_shows_why_its_subscription_ended(end_reason: str | None, shown: str) -> None:
    ended = subscription(ended_at="2024-03-10", end_reason=end_reason)
    assert reasons(subscriptions=[ended]) == [("churn", shown)]


def test_gains_have_no_reason_and_losses_without_an_end_an_unknown_one() -> None:
    assert reasons(subscription_items=versions({"quantity": 2})) == [("quantity", None)]
    assert reasons(subscription_items=versions({"quantity": 1}, quantity=2)) == [
        ("quantity", "unknown")
    ]
    ended_later = [subscription(ended_at="2024-04-01", end_reason="voluntary")]
    tables = {
        "subscriptions": ended_later,
        "subscription_items": versions({"quantity": 1}, quantity=2),
    }
    assert reasons(**tables) == [("quantity", "unknown"), ("churn", "voluntary")]


def test_the_subscription_that_ended_and_lost_the_most_of_the_product_gives_the_reason() -> None:
    tables = {
        "plans": SECOND,
        "subscriptions": [
            subscription("s0"),
            subscription("s1", ended_at="2024-03-10", end_reason="voluntary"),
            subscription("s2", ended_at="2024-03-31", end_reason="involuntary"),
            subscription("s3", ended_at="2024-03-10", end_reason="voluntary"),
        ],
        "subscription_items": [
            item("i0", "s0"),
            item("i1", "s1", unit_amount=90),
            item("i2", "s2", unit_amount=91),
            item("i3", "s3", "other", unit_amount=1000),
        ],
    }
    assert sorted(reasons(**tables)) == [
        ("product_removed", "voluntary"),
        ("quantity", "involuntary"),
    ]


def test_of_equal_losses_the_smallest_subscription_id_gives_the_reason() -> None:
    tables = {
        "subscriptions": [
            subscription("s2", ended_at="2024-03-10", end_reason="voluntary"),
            subscription("s1", ended_at="2024-03-10", end_reason="involuntary"),
        ],
        "subscription_items": [item("i2", "s2"), item("i1", "s1")],
    }
    assert reasons(**tables) == [("churn", "involuntary")]


def test_a_pause_and_a_discount_have_no_known_reason() -> None:
    tables = {
        "subscriptions": [
            subscription(),
            subscription("s2", ended_at="2024-03-10", end_reason="voluntary"),
        ],
        "subscription_items": [item(), item("i2", "s2")],
        "discounts": [discount(percent_off=10, starts_at="2024-03-10")],
    }
    assert reasons(**tables) == [("quantity", "voluntary"), ("discount", "unknown")]
    assert reasons(subscription_pauses=[pause("s1", "2024-03-10")]) == [("pause", "unknown")]


# Families


def test_a_subscription_that_moves_within_a_family_is_no_change_of_the_family() -> None:
    tables = {
        "customers": [customer("c1"), customer("c2", parent_customer_id="c1")],
        "subscriptions": [
            subscription(ended_at="2024-03-10"),
            subscription("s2", "c2", started_at="2024-03-10"),
        ],
        "subscription_items": [item(), item("i2", "s2")],
    }
    assert drivers(**tables) == ["03 product churn churn -100", "03 product new new +100"]
    assert drivers(FAMILIES, **tables) == []


def test_a_childs_new_product_is_cross_sold_to_the_family() -> None:
    tables = {
        "customers": [customer("c1"), customer("c2", parent_customer_id="c1")],
        "plans": SECOND,
        "subscriptions": [subscription(), subscription("s2", "c2", started_at="2024-03-10")],
        "subscription_items": [item(), item("i2", "s2", "other")],
    }
    assert drivers(FAMILIES, **tables) == ["03 second expansion cross_sell +30"]


# By month


def test_months_count_the_customers_of_a_driver_once_and_add_its_amounts() -> None:
    two_products = company(
        plans=SECOND,
        subscription_items=[item(), item("i2", plan_id="other")],
    )
    raw = together(two_products, paying_by_month("c2", [50, 0]))
    rows = compute_marts(raw, JUNE)["metrics_mrr_movements_monthly"]
    assert rows == [
        {
            "reporting_level": "customer",
            "month_start": date(2024, 1, 1),
            "movement": "new",
            "driver": "new",
            "customers": 2,
            "mrr": 180,
        },
        {
            "reporting_level": "customer",
            "month_start": date(2024, 2, 1),
            "movement": "churn",
            "driver": "churn",
            "customers": 1,
            "mrr": -50,
        },
    ]


# Exchange rates of month-ends


def test_at_month_end_rates_a_rate_that_changes_is_a_price_that_changes() -> None:
    tables = {
        "plans": [plan(currency="EUR")],
        "subscription_items": versions({"quantity": 2}),
        "exchange_rates": [rate("EUR", LONG_AGO, "1"), rate("EUR", "2024-03-31", "1.5")],
    }
    month_ends = Policy(date(2024, 6, 30), reporting_levels=("customer",), fx_mode="month_end")
    assert drivers(month_ends, **tables) == [
        "03 product expansion price +100",
        "03 product expansion quantity +100",
    ]


# Every history


def random_policies() -> st.SearchStrategy[Policy]:
    """Policies on a day in May 2026 with every choice that touches drivers."""
    return st.builds(
        Policy,
        as_of_date=st.just(date(2026, 5, 20)),
        customer_dimensions=st.just(()),
        fx_mode=st.sampled_from(["constant", "month_end"]),
        paused_mrr=st.sampled_from(["zero", "keep"]),
        usage_in_mrr=st.sampled_from(["none", "last_month", "average_3_months"]),
        gap_grace_days=st.sampled_from([0, 1, 31]),
        reactivation_window_days=st.sampled_from([None, 0, 30]),
    )


@given(data=st.data())
def test_the_drivers_of_every_month_of_every_customer_sum_to_its_change(
    data: st.DataObject,
) -> None:
    policy = data.draw(random_policies())
    marts = compute_marts(data.draw(companies(policy)), policy)
    explained: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    grain = ("reporting_level", "customer_id", "month_start")
    for row in marts["fct_mrr_movements"]:
        explained[values(row, *grain)] += Decimal(str(row["mrr_change"]))
    for row in marts["fct_customer_months"]:
        assert explained.pop(values(row, *grain), Decimal(0)) == row["mrr_change"]
    assert not explained
