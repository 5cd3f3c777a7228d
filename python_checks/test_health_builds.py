"""Account health is read whole in every build, whatever else is left as it is."""

from pathlib import Path

import duckdb

from python_checks.compiling import build_project

NO_TESTS = ("--exclude", "resource_type:test", "resource_type:unit_test")
CHECKIN = "insert into sample_billing.csm_checkins values (?, ?, '2026-05-19', 'red', null, null)"


def test_health_is_known_on_a_night_on_which_nothing_else_changed(tmp_path: Path) -> None:
    database = build_project(tmp_path, *NO_TESTS)
    with duckdb.connect(database) as connection:
        (customer,) = connection.execute(
            "select min(customer_id) from marts.dim_account_health where health = 'unknown'"
        ).fetchall()[0]
        connection.execute(CHECKIN, ["of_a_customer", customer])
        connection.execute(CHECKIN, ["of_nobody", "nobody"])
    build_project(tmp_path, *NO_TESTS, "resource_type:seed")
    with duckdb.connect(database) as connection:
        computed = connection.execute("select accounts_computed from memory.memory_build")
        assert computed.fetchall() == [(0,)]
        health = "select health, reasons from marts.dim_account_health where customer_id = ?"
        assert connection.execute(health, [customer]).fetchall() == [("red", "check-in is red")]
        rejected = "select reason from marts.rejected_records where record_key = 'of_nobody'"
        assert connection.execute(rejected).fetchall() == [("orphan",)]
        unknown = "select orphan from marts.data_quality_summary where table_name = 'csm_checkins'"
        assert connection.execute(unknown).fetchall() == [(1,)]
