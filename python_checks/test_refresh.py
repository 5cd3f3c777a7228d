"""What a build computes anew: the accounts whose raw rows changed, and nothing else."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

from python_checks.builders import (
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
from python_checks.comparison import assert_same_marts
from python_checks.compiling import compile_project
from python_checks.nightly import Warehouse
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.replay import delivered_types

POLICY = Policy(date(2025, 11, 27), usage_in_mrr="last_month")
DAY, NEXT_DAY, NEXT_MONTH = date(2025, 10, 15), date(2025, 10, 16), date(2025, 11, 2)
NOBODY = ""
HEALTH = "metrics_retention_health"

COMPANY = company(
    customers=[
        *(customer("alone"), customer("euro"), customer("metered"), customer("ends_tomorrow")),
        *(customer("child", parent_customer_id="parent"), customer("parent")),
        customer("merged", merged_into_customer_id="survivor"),
        customer("survivor"),
    ],
    plans=[
        plan("dollars"),
        plan("euros", currency="EUR"),
        plan("per_use", charge_type="usage"),
    ],
    subscriptions=[
        *(subscription(name, name) for name in ("alone", "euro", "metered", "child", "merged")),
        subscription("ends_tomorrow", "ends_tomorrow", ended_at="2025-10-16"),
    ],
    subscription_items=[
        *(item(name, name, "dollars") for name in ("alone", "child", "merged", "ends_tomorrow")),
        item("euro", "euro", "euros"),
        item("metered", "metered", "per_use"),
        item("nowhere", "missing", "dollars"),
    ],
    usage_charges=[usage("metered", "2025-09-01", 7), usage("missing", "2025-09-01", 7)],
    exchange_rates=[rate("EUR", "2025-01-01", "1.1")],
)


def without(table: str, **values: object) -> RawTables:
    """The company without the rows that have these values."""
    kept = [row for row in COMPANY[table] if not values.items() <= row.items()]
    assert len(kept) < len(COMPANY[table])
    return {**COMPANY, table: kept}


def also(table: str, *rows: Row) -> RawTables:
    """The company with more rows."""
    return {**COMPANY, table: [*COMPANY[table], *rows]}


CHANGES: Mapping[str, tuple[RawTables, date, set[str]]] = {
    "nothing": (COMPANY, DAY, set()),
    "an item of another price": (
        also("subscription_items", item("alone", "alone", "dollars", unit_amount=5)),
        DAY,
        {"alone"},
    ),
    "a late pause": (also("subscription_pauses", pause("alone", "2024-02-01")), DAY, {"alone"}),
    "a discount": (also("discounts", discount("d1", "alone", percent_off=10)), DAY, {"alone"}),
    "a row that is deleted": (without("subscription_items", plan_id="euros"), DAY, {"euro"}),
    "a customer that is deleted": (
        without("customers", customer_id="survivor"),
        DAY,
        {"survivor", "merged"},
    ),
    "one of a family": (
        also("discounts", discount("d1", "child", percent_off=10)),
        DAY,
        {"child", "parent"},
    ),
    "a parent that is another": (
        also("customers", customer("child", parent_customer_id="alone", updated_at="2025-10-01")),
        DAY,
        {"child", "parent", "alone"},
    ),
    "a subscription of somebody else": (
        also("subscriptions", subscription("euro", "alone", updated_at="2025-10-01")),
        DAY,
        {"euro", "alone"},
    ),
    "an item in the subscription of somebody else": (
        also("subscription_items", item("euro", "alone", "euros", valid_from="2025-10-01")),
        DAY,
        {"euro", "alone"},
    ),
    "a subscription that is deleted, and not its items": (
        without("subscriptions", subscription_id="alone"),
        DAY,
        {"alone", NOBODY},
    ),
    "the subscription of an item that had none": (
        also("subscriptions", subscription("missing", "alone")),
        DAY,
        {"alone", NOBODY},
    ),
    "a subscription without an id": (
        also("subscriptions", subscription("", "alone")),
        DAY,
        {"alone", NOBODY},
    ),
    "an item that names no subscription": (
        also("subscription_items", item("astray", "", "dollars")),
        DAY,
        {NOBODY},
    ),
    "usage": (also("usage_charges", usage("metered", "2025-08-01", 9)), DAY, {"metered"}),
    "usage of no item": (also("usage_charges", usage("missing", "2025-08-01", 9)), DAY, {NOBODY}),
    "a plan of another price": (
        also("plans", plan("euros", 70, currency="EUR", updated_at="2025-10-01")),
        DAY,
        {"euro", NOBODY},
    ),
    "a rate that converts": (
        also("exchange_rates", rate("EUR", "2025-09-30", "1.2")),
        DAY,
        {"euro", NOBODY},
    ),
    "a rate of the reporting currency": (
        also("exchange_rates", rate("USD", "2025-09-30", 1)),
        DAY,
        {NOBODY},
    ),
    "a rate that does not convert yet": (
        also("exchange_rates", rate("EUR", "2025-10-02", "1.2")),
        DAY,
        {NOBODY},
    ),
    "a day on which something ends": (COMPANY, NEXT_DAY, {"ends_tomorrow"}),
    "a month of usage": (COMPANY, NEXT_MONTH, {"ends_tomorrow", "metered"}),
}


@pytest.mark.parametrize(("raw", "day", "accounts"), CHANGES.values(), ids=list(CHANGES))
def test_what_changed_is_computed_anew_and_nothing_else(
    raw: RawTables, day: date, accounts: set[str]
) -> None:
    warehouse = Warehouse(POLICY)
    types = delivered_types(raw)
    warehouse.build(COMPANY, types, DAY)
    warehouse.build(raw, types, day)
    assert set(accounts_computed(warehouse)) == accounts


SHARED = also("subscription_items", item("euro", "alone", "euros", valid_from="2025-10-01"))
WITH_DISCOUNT = also("discounts", discount("d1", "euro", percent_off=10))
WITHOUT_IDS = also(
    "subscription_items", *(item("", name, "dollars") for name in ("alone", "euro", "metered"))
)
NAMELESS = also("customers", customer("", parent_customer_id="euro"))
LINKS: Mapping[str, tuple[list[RawTables], set[str]]] = {
    "a row that named somebody else is missed when it goes": (
        [SHARED, COMPANY],
        {"euro", "alone"},
    ),
    "also when other nights lie between": (
        [SHARED, {**SHARED, "usage_charges": []}, COMPANY | {"usage_charges": []}],
        {"euro", "alone"},
    ),
    "who is named together is computed together": (
        [SHARED, {**SHARED, "discounts": WITH_DISCOUNT["discounts"]}],
        {"euro", "alone"},
    ),
    "and alone once the row is gone": ([SHARED, COMPANY, WITH_DISCOUNT], {"euro"}),
    "rows without an id share none": (
        [WITHOUT_IDS, {**WITHOUT_IDS, "discounts": WITH_DISCOUNT["discounts"]}],
        {"euro"},
    ),
    "a customer without an id has no family": (
        [NAMELESS, {**NAMELESS, "discounts": WITH_DISCOUNT["discounts"]}],
        {"euro"},
    ),
}


@pytest.mark.parametrize(("nights", "accounts"), LINKS.values(), ids=list(LINKS))
def test_accounts_that_one_key_names_are_computed_together(
    nights: list[RawTables], accounts: set[str]
) -> None:
    warehouse = Warehouse(POLICY)
    for raw in nights:
        warehouse.build(raw, delivered_types(raw), DAY)
    assert set(accounts_computed(warehouse)) == accounts


USAGE_OF_NO_ID = company(
    **{table: list(rows) for table, rows in COMPANY.items() if table != "usage_charges"}
    | {
        "subscription_items": [*COMPANY["subscription_items"], item("", "alone", "dollars")],
        "usage_charges": [usage("", "2025-09-01", 7)],
    }
)
EARLY_USAGE = also(
    "subscription_items", item("later", "alone", "per_use", valid_from="2025-11-10")
) | {"usage_charges": [usage("later", "2025-10-01", 9)]}
NIGHTS: Mapping[str, list[tuple[RawTables, date]]] = {
    "usage that names no item, where an item has no id": [
        (USAGE_OF_NO_ID, DAY),
        ({**USAGE_OF_NO_ID, "discounts": [discount("d1", "alone", percent_off=10)]}, DAY),
    ],
    "the same, when nobody is computed": [
        (USAGE_OF_NO_ID, DAY),
        ({**USAGE_OF_NO_ID, "exchange_rates": [rate("EUR", "2025-01-01", "1.2")]}, DAY),
    ],
    "more usage that names no item": [
        (USAGE_OF_NO_ID, DAY),
        ({**USAGE_OF_NO_ID, "usage_charges": [usage("", "2025-09-01", 7)] * 2}, DAY),
    ],
    "a metered item that begins after its first charge": [
        (EARLY_USAGE, DAY),
        (EARLY_USAGE, date(2025, 11, 12)),
    ],
}


@pytest.mark.parametrize("nights", NIGHTS.values(), ids=list(NIGHTS))
def test_night_after_night_the_rows_are_those_of_a_full_build(
    nights: list[tuple[RawTables, date]],
) -> None:
    warehouse = Warehouse(POLICY)
    for raw, day in nights:
        built = warehouse.build(raw, delivered_types(raw), day)
    anew = Warehouse(POLICY).build(raw, delivered_types(raw), day)
    assert {mart: rows_of(built[mart]) for mart in anew} == {
        mart: rows_of(rows) for mart, rows in anew.items()
    }


def rows_of(rows: list[Row]) -> list[str]:
    return sorted(str(row) for row in rows)


RELOADED: Mapping[str, tuple[str, str, str, str, str]] = {
    "categories are numbered anew": (
        *("segment", "enum('smb', 'top')", "smb", "enum('top', 'smb')", "top"),
    ),
    "amounts come in another unit": (
        *("unit_amount", "decimal(9, 2)", "12.50", "decimal(9, 1)", "125.0"),
    ),
}


@pytest.mark.parametrize(
    ("column", "first_type", "first", "then_type", "then"), RELOADED.values(), ids=list(RELOADED)
)
def test_what_only_the_type_tells_apart_is_another_row(
    column: str, first_type: str, first: str, then_type: str, then: str
) -> None:
    table = "customers" if column == "segment" else "plans"
    warehouse = Warehouse(POLICY)
    for sql_type, value in ((first_type, first), (then_type, then)):
        raw = {**COMPANY, table: [{**row, column: value} for row in COMPANY[table]]}
        types = delivered_types(raw)
        changed = {**types, table: {**types[table], column: sql_type}}
        built = warehouse.build(raw, changed, DAY)
    anew = Warehouse(POLICY).build(raw, changed, DAY)
    assert rows_of(built["fct_customer_months"]) == rows_of(anew["fct_customer_months"])
    assert rows_of(built["dim_customers"]) == rows_of(anew["dim_customers"])


def test_a_column_beyond_the_contract_decides_nothing() -> None:
    warehouse = Warehouse(POLICY)
    types = delivered_types(COMPANY)
    wider = {**types, "customers": {"batch": "integer", **types["customers"]}}
    segments = []
    for batches in (range(10, 99), range(98, 9, -1)):
        twice = [customer("alone", segment=segment) for segment in ("smb", "top")]
        rows = [*COMPANY["customers"][1:], *twice]
        numbered = [{"batch": batch, **row} for batch, row in zip(batches, rows, strict=False)]
        built = warehouse.build({**COMPANY, "customers": numbered}, wider, DAY)
        anew = Warehouse(POLICY).build({**COMPANY, "customers": numbered}, wider, DAY)
        assert rows_of(built["dim_customers"]) == rows_of(anew["dim_customers"])
        segments += [row["segment"] for row in built["dim_customers"]]
    assert segments[: len(segments) // 2] == segments[len(segments) // 2 :]


def test_the_ten_largest_are_right_while_the_largest_go_and_others_grow() -> None:
    warehouse = Warehouse(POLICY)
    for night in range(8):
        raw = forty_customers(night)
        built = warehouse.build(raw, delivered_types(raw), DAY + timedelta(days=5 * night))
        anew = Warehouse(POLICY).build(raw, delivered_types(raw), DAY + timedelta(days=5 * night))
        assert_same_marts(built, {**built, HEALTH: anew[HEALTH]})


def forty_customers(night: int) -> RawTables:
    """Many pay the same; each night the three largest prove to have left, and a small one grows."""
    names = [f"c{number:02d}" for number in range(40)]
    gone = dict.fromkeys(names[: 3 * night], "2024-06-10")
    grown = names[39 : 39 - night : -1]
    return company(
        customers=[customer(name, segment="smb" if name < "c20" else "ent") for name in names],
        plans=[plan("dollars")],
        subscriptions=[subscription(name, name, ended_at=gone.get(name)) for name in names],
        subscription_items=[
            item(name, name, "dollars", unit_amount=1 if name in grown else 100 - number // 4 * 5)
            for number, name in enumerate(names)
        ]
        + [item(f"more_{name}", name, "dollars", valid_from="2025-09-01") for name in grown],
    )


def accounts_computed(warehouse: Warehouse) -> Iterator[str]:
    models = compile_project(warehouse.policy).models
    relation = next(model.relation for model in models if model.name == "refresh_accounts")
    for (account_id,) in warehouse.connection.execute(f"select * from {relation}").fetchall():
        yield str(account_id)
