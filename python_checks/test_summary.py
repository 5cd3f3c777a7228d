"""The summary after a build tells what became of the raw rows."""

from collections.abc import Iterator

import duckdb
import pytest

from python_checks.replay import new_connection
from python_checks.summary import LINE_WIDTH, rejection_lines, row_lines, wrapped


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with new_connection() as connection:
        connection.execute("""
            create schema marts;
            create table marts.rejected_records (reason text);
            create table marts.data_quality_summary as
            select * from (values
                (1200, 3, 2, 390.00, 195000.00),
                (40, 0, 1, 0.00, 0.00)
            ) as counts (rows_read, rows_redelivered, rows_rejected, mrr_at_stake, mrr_readable)
        """)
        yield connection


def test_all_raw_tables_are_counted_together(database: duckdb.DuckDBPyConnection) -> None:
    assert [line.split()[-1] for line in row_lines(database)] == ["1,240", "3", "3"]


def test_rejected_rows_stand_with_their_reasons_and_their_mrr(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute(
        "insert into marts.rejected_records values ('orphan'), ('unparsable'), ('orphan')"
    )
    reasons, stake, _ = rejection_lines(database)
    assert "390.00, 0.20%" in stake
    assert reasons.strip() == "orphan 2, unparsable 1"


def test_nothing_is_said_of_rejections_when_there_are_none(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert list(rejection_lines(database)) == []


def test_a_reason_and_its_count_stay_on_one_line() -> None:
    parts = [f"reason_{number} {number}" for number in range(1, 21)]
    lines = wrapped(parts)
    assert ", ".join(parts) == " ".join(line.strip() for line in lines)
    assert max(map(len, lines)) <= LINE_WIDTH
    assert all(line.rstrip(",")[-1].isdigit() for line in lines)
