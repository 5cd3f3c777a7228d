"""Real builds with dbt, one after the other, on a warehouse that holds the marts already."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import sleep

import duckdb
import pytest

from python_checks.compiling import PROJECT_ROOT, DbtError, build_project
from python_checks.dirty import AS_TEXT
from python_checks.raw_tables import RawTables, Row
from python_checks.replay import create_raw_table, read_rows

MARTS = "marts"
FIRST_DAY, NEXT_DAY, NEXT_MONTH = date(2026, 5, 20), date(2026, 5, 21), date(2026, 6, 2)
HISTORIES = ("int_records_rejected", "int_periods_kept", "int_retention_sliced")
SECONDS_UNTIL_KILLED = (5, 6, 7, 8, 9, 10)


def load(folder: Path, raw: RawTables) -> None:
    """Put the raw tables into the database file of `folder`."""
    with duckdb.connect(folder / "build.duckdb") as connection:
        connection.execute("create schema if not exists raw_billing")
        for table, types in AS_TEXT.items():
            create_raw_table(connection, f"raw_billing.{table}", types, raw[table])


def options(day: date, **variables: object) -> list[str]:
    """What a scheduler passes to dbt; tests are left out."""
    chosen = {"use_sample_data": False, "as_of_date": str(day), **variables}
    return [
        *("--exclude-resource-type", "test", "unit_test"),
        *("--target", "duckdb", "--vars", json.dumps(chosen)),
    ]


def build(folder: Path, day: date, *more: str, **variables: object) -> Row:
    """Build as a scheduler does; the row of `memory_build`."""
    database = build_project(folder, *options(day, **variables), *more)
    with duckdb.connect(database, read_only=True) as connection:
        return read_rows(connection, "select * from memory.memory_build")[0]


def marts(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every mart, in one order."""
    with duckdb.connect(folder / "build.duckdb", read_only=True) as connection:
        names = connection.execute(
            f"select table_name from duckdb_tables() where schema_name = '{MARTS}'"
        ).fetchall()
        return {
            name: connection.execute(f"select * from {MARTS}.{name} order by all").fetchall()
            for (name,) in names
        }


def built_from_nothing(
    folder: Path, raw: RawTables, day: date
) -> dict[str, list[tuple[object, ...]]]:
    folder.mkdir()
    load(folder, raw)
    assert build(folder, day)["is_full"]
    return marts(folder)


def with_changes(raw: RawTables) -> RawTables:
    """One customer buys more, backdated; another one is delivered again under another parent."""
    changed = {table: [dict(row) for row in rows] for table, rows in raw.items()}
    item = next(row for row in changed["subscription_items"] if row["valid_to"] is None)
    item["quantity"] = "99"
    customer = next(row for row in reversed(changed["customers"]) if row["customer_id"])
    changed["customers"].append(
        {
            **customer,
            "parent_customer_id": changed["customers"][0]["customer_id"],
            "updated_at": "2026-05-20 00:00:00",
        }
    )
    return changed


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, sample: RawTables) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    load(folder, sample)
    first = build(folder, FIRST_DAY)
    assert first["reason_for_full_build"] == "There is no complete build to start from."
    return folder


def always_built(folder: Path) -> Iterator[str]:
    """The tables of account health, which do not wait for a change of the billing data."""
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    for node in manifest["nodes"].values():
        is_table = node["config"].get("materialized") == "table"
        if is_table and node["config"]["meta"].get("always_built"):
            yield node["name"]


def test_a_warehouse_is_built_night_after_night(
    warehouse: Path, tmp_path: Path, sample: RawTables
) -> None:
    before = marts(warehouse)
    unchanged = build(warehouse, FIRST_DAY)
    assert (unchanged["is_full"], unchanged["accounts_computed"]) == (False, 0)
    assert written(warehouse, "table") == {"memory_build", *always_built(warehouse)}
    assert marts(warehouse) == before
    with duckdb.connect(warehouse / "build.duckdb") as connection:
        connection.execute("create or replace view intermediate.int_amounts_monthly as select 1")
    build(warehouse, FIRST_DAY, "--select", *(f"{name}+" for name in HISTORIES))
    assert marts(warehouse) == before, "models that are built once more on their own"
    built_alone = written(warehouse, "table")
    assert "metrics_retention_monthly" in built_alone
    assert not built_alone & set(HISTORIES)
    assert written(warehouse, "view") == {"int_amounts_monthly"}, "others have the same text"
    with pytest.raises(DbtError, match="refresh_build, too"):
        build(warehouse, FIRST_DAY, "--select", "refresh_rows_hashed+")

    changed = with_changes(sample)
    load(warehouse, changed)
    next_day = build(warehouse, NEXT_DAY)
    assert not next_day["is_full"]
    assert 0 < int(str(next_day["accounts_computed"])) < 30
    assert marts(warehouse) == built_from_nothing(tmp_path / "next_day", changed, NEXT_DAY)

    next_month = build(warehouse, NEXT_MONTH)
    assert not next_month["is_full"]
    assert marts(warehouse) == built_from_nothing(tmp_path / "next_month", changed, NEXT_MONTH)

    policy = build(warehouse, NEXT_MONTH, paused_mrr="keep")
    assert "a policy" in str(policy["reason_for_full_build"])
    moved_back = build(warehouse, NEXT_DAY, paused_mrr="keep")
    assert moved_back["reason_for_full_build"] == "The as-of date moved back."
    asked_for = build(warehouse, NEXT_DAY, "--full-refresh", paused_mrr="keep")
    assert asked_for["reason_for_full_build"] == "It was asked for."
    build(warehouse, NEXT_DAY, "--exclude", "fct_mrr_movements", paused_mrr="keep")
    left_out = build(warehouse, NEXT_DAY, paused_mrr="keep")
    assert left_out["reason_for_full_build"] == "The build before left out fct_mrr_movements."


def test_what_is_built_after_midnight_is_read_on_the_day_of_its_build(warehouse: Path) -> None:
    build(warehouse, NEXT_DAY)
    before = marts(warehouse)
    later = build(warehouse, NEXT_DAY, "--select", "int_months+", as_of_date=None)
    assert later["as_of_date"] == NEXT_DAY
    assert marts(warehouse) == before


def written(folder: Path, kind: str) -> set[str]:
    """The tables, or views, of customers that the last build made."""
    with duckdb.connect(folder / "build.duckdb", read_only=True) as connection:
        made = {
            name
            for (name,) in connection.execute(
                f"select {kind}_name from duckdb_{kind}s() where schema_name in "
                "('intermediate', 'marts', 'memory')"
            ).fetchall()
        }
    results = json.loads((folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    changed = {
        result["unique_id"].split(".")[-1]
        for result in results["results"]
        if result["message"] != "UNCHANGED"
    }
    return changed & made


@pytest.mark.long
@pytest.mark.parametrize("seconds", SECONDS_UNTIL_KILLED)
def test_a_build_may_be_killed_at_any_moment(
    seconds: int, tmp_path: Path, sample: RawTables
) -> None:
    folder = tmp_path / "killed"
    before = built_from_nothing(folder, sample, FIRST_DAY)
    changed = with_changes(sample)
    load(folder, changed)
    process = subprocess.Popen(
        [sys.executable, "-m", "dbt.cli.main", "--quiet", "build", *options(NEXT_DAY)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "DUCKDB_PATH": str(folder / "build.duckdb")},
        start_new_session=True,
    )
    sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert marts(folder).keys() == before.keys()
    build(folder, NEXT_DAY)
    assert marts(folder) == built_from_nothing(tmp_path / "from_nothing", changed, NEXT_DAY)
