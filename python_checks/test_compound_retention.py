"""The projection of today's ARR, run as dbt compiles it."""

import json
from datetime import date
from decimal import Decimal

import pytest

from python_checks.builders import paying_by_month, together
from python_checks.compiling import Compiled, compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables, Row
from python_checks.replay import read_rows, replay, shared_connection

POLICY = Policy(date(2025, 3, 15))
COMPANY = "this company, level customer"
GROWING = paying_by_month("growing", [*[100] * 13, 110, 500])
NEW = paying_by_month("new", [90], "2025-03-01")


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile_project(POLICY)


def projection(compiled: Compiled, raw: RawTables) -> list[Row]:
    manifest = json.loads(compiled.manifest_path.read_text(encoding="utf-8"))
    analysis = manifest["nodes"]["analysis.subscription_retention.compound_retention"]
    replay(compiled, raw)
    return read_rows(shared_connection(), analysis["compiled_code"])


def amounts(rows: list[Row], scenario: str) -> list[Decimal]:
    return [Decimal(str(row["arr"])) for row in rows if row["scenario"] == scenario]


def millions(rows: list[Row], scenario: str) -> str:
    return f"{amounts(rows, scenario)[-1] / 10**6:.1f}m"


def test_ten_million_compound_to_the_worked_numbers_in_five_years(compiled: Compiled) -> None:
    rows = projection(compiled, GROWING)
    assert millions(rows, "worked: 10 million at 1.05") == "12.8m"
    assert millions(rows, "worked: 10 million at 1.15") == "20.1m"
    assert amounts(rows, "worked: 10 million at 1.05")[0] == 10_500_000


def test_arr_of_today_grows_by_the_nrr_of_the_last_complete_month(compiled: Compiled) -> None:
    """In February 2025 NRR is 1.1; in March, still open, ARR is 12 x 590."""
    rows = projection(compiled, together(GROWING, NEW))
    assert amounts(rows, COMPANY) == [
        Decimal(text) for text in ("7788", "8566.8", "9423.48", "10365.828", "11402.4108")
    ]


def test_the_years_count_from_1_to_5_in_each_scenario(compiled: Compiled) -> None:
    rows = projection(compiled, GROWING)
    assert [row["years_from_now"] for row in rows if row["scenario"] == COMPANY] == [1, 2, 3, 4, 5]


def test_a_company_without_a_whole_year_behind_it_has_no_projection(compiled: Compiled) -> None:
    rows = projection(compiled, NEW)
    assert amounts(rows, COMPANY) == []
    assert len(rows) == 10
