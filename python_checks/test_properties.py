"""Invented billing companies: every mart equals the reference, to the last digit."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from python_checks.comparison import assert_same_marts
from python_checks.compiling import Compiled, compile_project
from python_checks.edge_cases import late_renewals
from python_checks.policy import Policy
from python_checks.raw_tables import TABLES, RawTables, Row
from python_checks.reference import compute_marts
from python_checks.replay import replay
from python_checks.strategies import companies

POLICIES: Mapping[str, Policy] = {
    "defaults, last day of a month": Policy(date(2026, 4, 30)),
    "New York, mid-month": Policy(
        date(2026, 5, 20),
        reporting_timezone="America/New_York",
        retention_windows=(1, 2, 6),
        late_renewal_days=0,
    ),
    "Kolkata, first day of a month": Policy(
        date(2026, 3, 1),
        reporting_timezone="Asia/Kolkata",
        customer_dimensions=("country",),
        late_renewal_days=30,
    ),
    "euros, mid-month": Policy(
        date(2026, 5, 15),
        reporting_currency="EUR",
        customer_dimensions=("industry", "segment"),
    ),
    "Auckland, last day of a year": Policy(
        date(2025, 12, 31),
        reporting_timezone="Pacific/Auckland",
        retention_windows=(12,),
        customer_dimensions=(),
        late_renewal_days=31,
    ),
    "Lisbon, leap day, pounds": Policy(
        date(2024, 2, 29),
        reporting_timezone="Europe/Lisbon",
        reporting_currency="GBP",
        retention_windows=(3, 1),
    ),
}


@pytest.fixture(scope="session", params=POLICIES.values(), ids=list(POLICIES))
def compiled(request: pytest.FixtureRequest) -> Compiled:
    policy: Policy = request.param
    return compile_project(policy)


@given(data=st.data())
def test_every_mart_of_an_invented_company_equals_the_reference(
    compiled: Compiled, data: st.DataObject
) -> None:
    raw = data.draw(companies(compiled.policy), label="raw tables")
    note(written_out(raw))
    assert_same_marts(replay(compiled, raw), compute_marts(raw, compiled.policy))


def test_late_renewals_equal_the_reference_to_the_day(compiled: Compiled) -> None:
    raw = late_renewals(compiled.policy)
    assert_same_marts(replay(compiled, raw), compute_marts(raw, compiled.policy))


TEXT_TIMES = {
    table: {
        name: "text" if sql_type == "timestamp" else sql_type for name, sql_type in columns.items()
    }
    for table, columns in TABLES.items()
}
ZONED_TIMES = {
    table: {
        name: "timestamptz" if sql_type == "timestamp" else sql_type
        for name, sql_type in columns.items()
    }
    for table, columns in TABLES.items()
}


@pytest.fixture(scope="session")
def compiled_in_new_york() -> Compiled:
    return compile_project(POLICIES["New York, mid-month"])


@settings(max_examples=settings().max_examples // 4)
@pytest.mark.parametrize("types", [TEXT_TIMES, ZONED_TIMES], ids=["text", "timestamptz"])
@given(data=st.data())
def test_an_instant_is_the_same_however_the_loader_writes_it(
    compiled_in_new_york: Compiled,
    types: Mapping[str, Mapping[str, str]],
    data: st.DataObject,
) -> None:
    raw = data.draw(companies(compiled_in_new_york.policy), label="raw tables")
    zone = data.draw(st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]), label="zone")
    rewritten = replay(compiled_in_new_york, with_offsets(raw, zone), types)
    assert_same_marts(rewritten, replay(compiled_in_new_york, raw))


def with_offsets(raw: RawTables, zone: str) -> RawTables:
    """The same instants as text with the offset that `zone` has then."""
    return {
        table: [{name: _offset(value, zone) for name, value in row.items()} for row in rows]
        for table, rows in raw.items()
    }


def _offset(value: object, zone: str) -> object:
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).isoformat(" ")


def written_out(raw: RawTables) -> str:
    """The rows without their nulls, as Python that a test can hold."""
    return "\n".join(
        f"row({table!r}, {_arguments(row)})," for table, rows in raw.items() for row in rows
    )


def _arguments(row: Row) -> str:
    shown: dict[str, Any] = {name: value for name, value in row.items() if value is not None}
    return ", ".join(f"{name}={value!r}" for name, value in shown.items())
