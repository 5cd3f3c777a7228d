"""Numbers that others have published, each through the real models."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from python_checks.builders import (
    LONG_AGO,
    customer,
    discount,
    item,
    paying_by_month,
    plan,
    raw_tables,
    subscription,
)
from python_checks.raw_tables import Marts, RawTables
from python_checks.worked import (
    AFTER,
    BEFORE,
    CHANGE,
    assert_values,
    crowd,
    marts_of,
    month_of_company,
    month_of_customer,
    retention,
)

FOLDER = Path(__file__).parent / "published_examples"


def published(name: str) -> dict[str, Any]:
    example: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return example


def subscribers(count: int, plan_values: dict[str, Any], prefix: str = "c") -> RawTables:
    names = [f"{prefix}{number}" for number in range(count)]
    return raw_tables(
        customers=[customer(name) for name in names],
        plans=[plan(f"plan-{prefix}", **plan_values)],
        subscriptions=[subscription(f"s-{name}", name) for name in names],
        subscription_items=[item(f"i-{name}", f"s-{name}", f"plan-{prefix}") for name in names],
    )


def mrr(marts: Marts, month_start: date = BEFORE) -> object:
    return month_of_company(marts, month_start)["closing_mrr"]


def test_every_published_example_has_a_test() -> None:
    names = {path.stem for path in FOLDER.glob("*.json")}
    tested = {name.removeprefix("test_") for name in globals()}
    assert names <= tested


def test_baremetrics_upgrade_then_churn() -> None:
    example = published("baremetrics_upgrade_then_churn")
    start, peak, end = example["mrr"]
    marts = marts_of(paying_by_month("x", [start] * 6 + [peak] * 6 + [end], BEFORE))
    row = retention(marts, date(2025, 1, 1), 12)
    gross = row["gross_revenue_retention"]
    assert isinstance(gross, Decimal)
    assert 1 - gross == Decimal(example["published"]["revenue_churn_rate"])
    assert_values(row, example["derived"])
    months = [
        month_of_customer(marts, "x", month) for month in (date(2024, 7, 1), date(2025, 1, 1))
    ]
    assert [[row["movement"], row["mrr_change"]] for row in months] == [
        [movement, Decimal(change)] for movement, change in example["derived_movements"]
    ]


def test_chartmogul_interval_ratio() -> None:
    example = published("chartmogul_interval_ratio")
    assert mrr(marts_of(subscribers(1, example["plan"]))) == Decimal(example["published"]["mrr"])


def test_chartmogul_plan_switch() -> None:
    example = published("chartmogul_plan_switch")
    services = example["services"]
    company = raw_tables(
        customers=[customer()],
        plans=[plan(name, amount) for name, amount in example["plans"].items()],
        subscriptions=[
            subscription(one["plan"], "c1", one["started_at"], one["ended_at"]) for one in services
        ],
        subscription_items=[item(one["plan"], one["plan"], one["plan"]) for one in services],
    )
    month = month_of_customer(marts_of(company), "c1", date(2019, 2, 1))
    assert_values(
        month,
        {
            "closing_mrr": example["published"]["mrr"],
            "mrr_change": example["published"]["movement"],
            "movement": example["derived"]["movement"],
        },
    )


def test_gitlab_last_day_of_month_rule() -> None:
    charges = {
        f"c{number}": charge
        for number, charge in enumerate(published("gitlab_last_day_of_month_rule")["charges"])
    }
    marts = marts_of(
        raw_tables(
            customers=[customer(name) for name in charges],
            plans=[plan()],
            subscriptions=[
                subscription(name, name, charge["started_at"], charge["ended_at"])
                for name, charge in charges.items()
            ],
            subscription_items=[item(name, name) for name in charges],
        )
    )
    for name, charge in charges.items():
        assert months_with_mrr(marts, name) == charge["published_months"]


def months_with_mrr(marts: Marts, customer_id: str) -> list[str]:
    return sorted(
        str(row["month_start"])[:7]
        for row in marts["fct_customer_months"]
        if row["customer_id"] == customer_id and row["closing_mrr"] != 0
    )


def test_keeperhub_trials_and_past_due() -> None:
    example = published("keeperhub_trials_and_past_due")
    groups = []
    for status, count in example["subscriptions"].items():
        company = subscribers(count, example["plan"], status)
        for row in company["subscriptions"]:
            row["status"] = status
            row["trial_starts_at"] = row["started_at"] if status == "trialing" else None
        groups.append(company)
    assert mrr(marts_of(*groups)) == Decimal(example["published"]["mrr"])


@pytest.mark.parametrize(
    ("price", "monthly"),
    published("killbill_price_to_mrr_annual")["published_mrr_of_annual_price"].items(),
)
def test_killbill_price_to_mrr_annual(price: str, monthly: str) -> None:
    found = mrr(marts_of(subscribers(1, {"unit_amount": price, "billing_interval": "year"})))
    assert isinstance(found, Decimal)
    assert round(found, 4) == Decimal(monthly)


def test_klipfolio_100_customers_grr() -> None:
    example = published("klipfolio_100_customers_grr")
    groups = [(one["count"], one["before"], one["after"]) for one in example["customers"]]
    assert_values(retention(marts_of(crowd(*groups))), example["published"] | example["derived"])


def test_lago_interval_switch_no_movement() -> None:
    example = published("lago_interval_switch_no_movement")
    company = raw_tables(
        customers=[customer()],
        plans=[plan("old", **example["before"]), plan("new", **example["after"])],
        subscriptions=[subscription()],
        subscription_items=[
            item(plan_id="old", valid_to=CHANGE),
            item(plan_id="new", valid_from=CHANGE),
        ],
    )
    month = month_of_customer(marts_of(company), "c1")
    assert_values(month, {"mrr_change": example["published"]["movement"], **example["derived"]})


def test_lago_upgrade_then_terminate() -> None:
    example = published("lago_upgrade_then_terminate")
    low, high = example["mrr"]
    upgraded_on, ended_on = f"2024-{example['upgraded_on']}", f"2024-{example['ended_on']}"
    company = raw_tables(
        customers=[customer()],
        plans=[plan("low", low), plan("high", high)],
        subscriptions=[subscription(ended_at=ended_on)],
        subscription_items=[
            item(plan_id="low", valid_from=LONG_AGO, valid_to=upgraded_on),
            item(plan_id="high", valid_from=upgraded_on),
        ],
    )
    marts = marts_of(company)
    for month, figures in example["published"].items():
        assert_values(month_of_company(marts, date(2024, int(month), 1)), figures)
    for month, rates in example["derived"].items():
        assert_values(retention(marts, date(2024, int(month), 1)), rates)


def test_polar_once_discount() -> None:
    example = published("polar_once_discount")
    company = subscribers(example["subscriptions"], example["plan"])
    company["discounts"] = [
        discount(f"d-{row['subscription_id']}", str(row["subscription_id"]), **example["discount"])
        for row in company["subscriptions"]
    ]
    assert mrr(marts_of(company)) == Decimal(example["published"]["mrr"])


def test_rebilly_movement_samples() -> None:
    example = published("rebilly_movement_samples")
    customers = example["customers"]
    marts = marts_of(
        *(
            paying_by_month(one["customer_id"], [one["earlier"], one["before"], one["after"]])
            for one in customers
        )
    )
    month = date(2024, 3, 1)
    for one in customers:
        expected = {"movement": one["movement"], "mrr_change": one["published"]}
        assert_values(month_of_customer(marts, one["customer_id"], month), expected)
    assert_values(retention(marts, month), example["derived"])


def test_stripe_mrr_two_plans() -> None:
    example = published("stripe_mrr_two_plans")
    groups = [
        subscribers(one.pop("subscribers"), one, str(number))
        for number, one in enumerate(example["plans"])
    ]
    marts = marts_of(*groups)
    assert mrr(marts, AFTER) == Decimal(example["published"]["mrr"])
