"""A full `dbt build` of the sample company, the replay and the reference give the same marts."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from python_checks.comparison import GRAINS, assert_same_marts
from python_checks.compiling import build_project, compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables
from python_checks.reference import compute_marts
from python_checks.replay import read_rows, replay
from python_checks.sample_company import SAMPLE_AS_OF_DATE

SAMPLE_POLICY = Policy(SAMPLE_AS_OF_DATE)
POLICIES = {
    "as the project has it": SAMPLE_POLICY,
    "other choices": Policy(
        date(2025, 11, 12),
        reporting_timezone="America/New_York",
        retention_windows=(2, 6),
        customer_dimensions=("country",),
        late_renewal_days=30,
    ),
}


def built_marts(database_file: Path) -> Marts:
    with duckdb.connect(str(database_file), read_only=True) as connection:
        return {mart: read_rows(connection, f"select * from marts.{mart}") for mart in GRAINS}


def test_a_build_gives_the_marts_of_the_replay_and_again_the_second_time(
    tmp_path: Path, sample: RawTables
) -> None:
    first = built_marts(build_project(tmp_path))
    assert_same_marts(replay(compile_project(SAMPLE_POLICY), sample), first)
    second = built_marts(build_project(tmp_path))
    assert_same_marts(second, first)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
def test_the_marts_of_the_sample_equal_the_reference(policy: Policy, sample: RawTables) -> None:
    assert_same_marts(replay(compile_project(policy), sample), compute_marts(sample, policy))


@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
def test_in_the_middle_of_a_month_nobody_who_still_pays_has_churned(
    policy: Policy, sample: RawTables
) -> None:
    marts = replay(compile_project(policy), sample)
    open_month = [
        row
        for row in marts["fct_customer_months"]
        if row["reporting_level"] == "customer" and not row["is_complete_month"]
    ]
    left = {row["customer_id"] for row in open_month if row["movement"] == "churn"}
    stayed = {row["customer_id"] for row in open_month if row["movement"] != "churn"}
    paying = {row["customer_id"] for row in marts["dim_customers"] if row["current_mrr"] != 0}
    assert policy.as_of_date.day not in (1, 30, 31)
    assert stayed == paying
    assert left.isdisjoint(paying)
    assert len(left) < 0.05 * len(stayed)
