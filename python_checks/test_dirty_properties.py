"""Dirty rows under many policies: the marts equal the reference, and no row is lost."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from python_checks.comparison import assert_same_marts
from python_checks.compiling import Compiled, compile_project
from python_checks.dirty import AS_TEXT, corrupted_twin, delivered_as_text, dirty_companies
from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables, Row
from python_checks.reference import compute_marts
from python_checks.reference.quarantine import REASONS
from python_checks.replay import replay
from python_checks.sample_company import SAMPLE_AS_OF_DATE

POLICIES: Mapping[str, Policy] = {
    "defaults": Policy(date(2026, 4, 30)),
    "requests end service, pauses are kept": Policy(
        date(2026, 5, 20),
        reporting_timezone="America/New_York",
        retention_windows=(1, 2, 6),
        late_renewal_days=0,
        churn_recognition="cancel_request",
        paused_mrr="keep",
    ),
    "all discounts, short gaps, families": Policy(
        date(2026, 5, 15),
        reporting_levels=("parent",),
        customer_dimensions=("industry", "segment"),
        discounts_in_mrr="all",
        gap_grace_days=3,
    ),
    "usage of the month, lasting discounts": Policy(
        date(2026, 3, 1),
        reporting_timezone="Asia/Kolkata",
        customer_dimensions=("country",),
        late_renewal_days=30,
        discounts_in_mrr="forever_only",
        usage_in_mrr="last_month",
    ),
    "average usage, no discounts, euros at month-ends": Policy(
        date(2026, 5, 15),
        reporting_currency="EUR",
        discounts_in_mrr="none",
        usage_in_mrr="average_3_months",
        fx_mode="month_end",
    ),
    "rates of a year ago, late returns are new": Policy(
        date(2025, 12, 31),
        reporting_timezone="Pacific/Auckland",
        retention_windows=(12,),
        customer_dimensions=(),
        fx_rate_date=date(2024, 12, 31),
        reactivation_window_days=30,
    ),
    "unpaid for a month, gaps of weeks": Policy(
        date(2026, 5, 20),
        reporting_levels=("customer",),
        churn_recognition="cancel_request",
        gap_grace_days=15,
        past_due_grace_days=30,
    ),
    "everything counts": Policy(
        date(2026, 4, 1),
        paused_mrr="keep",
        discounts_in_mrr="all",
        usage_in_mrr="average_3_months",
        gap_grace_days=31,
        reactivation_window_days=60,
    ),
    "pounds at month-ends, nothing is forgiven": Policy(
        date(2024, 2, 29),
        reporting_timezone="Europe/Lisbon",
        reporting_currency="GBP",
        retention_windows=(3, 1),
        reporting_levels=("parent", "customer"),
        fx_mode="month_end",
        usage_in_mrr="last_month",
        reactivation_window_days=0,
        past_due_grace_days=0,
    ),
    "rates to come, gaps while discounts end": Policy(
        date(2026, 5, 20),
        reporting_timezone="Asia/Tokyo",
        fx_rate_date=date(2026, 6, 15),
        discounts_in_mrr="forever_only",
        gap_grace_days=1,
        late_renewal_days=31,
    ),
}
COMPANIES_PER_POLICY = {"default": 6, "long": 70}
CORRUPTED_AS_OF = Policy(SAMPLE_AS_OF_DATE)


@pytest.fixture(scope="session", params=POLICIES.values(), ids=list(POLICIES))
def compiled(request: pytest.FixtureRequest) -> Compiled:
    policy: Policy = request.param
    return compile_project(policy)


@settings(max_examples=COMPANIES_PER_POLICY[settings.get_current_profile_name()])
@given(data=st.data())
def test_every_mart_of_dirty_rows_equals_the_reference(
    compiled: Compiled, data: st.DataObject
) -> None:
    raw = data.draw(dirty_companies(compiled.policy), label="raw tables")
    note(str(raw))
    assert_same_marts(replay(compiled, raw, AS_TEXT), compute_marts(raw, compiled.policy))


@pytest.fixture(scope="session")
def clean(sample: RawTables) -> RawTables:
    """The sample company as text."""
    return delivered_as_text(sample, str)


@pytest.fixture(scope="session")
def corrupted(clean: RawTables) -> RawTables:
    """The sample company, and a twin of it, with other ids and currencies, that is corrupted."""
    return corrupted_twin(clean)


@pytest.fixture(scope="session")
def corrupted_marts(corrupted: RawTables) -> Marts:
    return replay(compile_project(CORRUPTED_AS_OF), corrupted, AS_TEXT)


def test_two_thousand_corruptions_change_no_number_of_an_untouched_customer(
    clean: RawTables, corrupted_marts: Marts
) -> None:
    alone = replay(compile_project(CORRUPTED_AS_OF), clean, AS_TEXT)["fct_customer_months"]
    months = {_month(row): row for row in corrupted_marts["fct_customer_months"]}
    assert alone
    assert [row for row in alone if months.get(_month(row)) != row] == []


def _month(row: Row) -> tuple[object, ...]:
    return row["reporting_level"], row["customer_id"], row["month_start"]


def test_two_thousand_corruptions_lose_no_row(corrupted: RawTables, corrupted_marts: Marts) -> None:
    summaries = {row["table_name"]: row for row in corrupted_marts["data_quality_summary"]}
    for table, rows in corrupted.items():
        summary = summaries[table]
        assert summary["rows_read"] == len(rows), table
        assert _sum(summary, "rows_used", "rows_rejected", "rows_redelivered") == len(rows), table
        assert _sum(summary, *REASONS) == summary["rows_rejected"], table


def _sum(row: Row, *columns: str) -> int:
    return sum(int(str(row[column])) for column in columns)


def test_two_thousand_corruptions_give_every_reason(corrupted_marts: Marts) -> None:
    assert {row["reason"] for row in corrupted_marts["rejected_records"]} == set(REASONS)


def test_two_thousand_corruptions_leave_every_mart_equal_to_the_reference(
    corrupted: RawTables, corrupted_marts: Marts
) -> None:
    assert_same_marts(corrupted_marts, compute_marts(corrupted, CORRUPTED_AS_OF))
