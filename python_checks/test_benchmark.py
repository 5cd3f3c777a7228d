"""The benchmark measures what it says: the same company each time, and the same marts both ways."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from python_checks.benchmark.builds import seconds_covered
from python_checks.benchmark.daily_changes import change
from python_checks.benchmark.databases import attach_company, open_database
from python_checks.benchmark.generator import AS_OF_DATE, generate
from python_checks.benchmark.measuring import Plan, measure
from python_checks.benchmark.page import PAGE, page
from python_checks.benchmark.plot import Series, log_log_plot
from python_checks.benchmark.results import Result, read_results
from python_checks.benchmark.spine import MARTS, build_spine, fingerprints
from python_checks.benchmark.yardstick import write_yardstick
from python_checks.compiling import Compiled, compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import ENGAGEMENT_TABLES, TABLES
from python_checks.replay import create_statement, load_raw, new_connection

CUSTOMERS = 500
CHANGED_SHARE = 0.3
NEXT_DAY = AS_OF_DATE + timedelta(days=1)
RAW_TABLES = [table for table in TABLES if table not in ("usage_charges", *ENGAGEMENT_TABLES)]
LONG_CUSTOMERS = 100_000
TOLERANCE = 1.5


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("generated") / "company.duckdb"
    generate(file, CUSTOMERS)
    return file


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("changed") / "company.duckdb"
    generate(file, CUSTOMERS)
    assert change(file, CHANGED_SHARE) == NEXT_DAY
    return file


def raw_fingerprints(file: Path) -> dict[str, tuple[int, int]]:
    with open_database(file) as connection:
        return fingerprints(connection, "raw_billing", RAW_TABLES)


def test_the_same_seed_gives_the_same_company_and_another_seed_another_one(
    generated: Path, tmp_path: Path
) -> None:
    generate(tmp_path / "same.duckdb", CUSTOMERS)
    generate(tmp_path / "other.duckdb", CUSTOMERS, seed=2)
    first = raw_fingerprints(generated)
    assert raw_fingerprints(tmp_path / "same.duckdb") == first
    other = raw_fingerprints(tmp_path / "other.duckdb")
    assert {table for table in RAW_TABLES if other[table] == first[table]} == {"products", "plans"}


def test_a_generated_company_is_shaped_as_it_is_described(tmp_path: Path) -> None:
    customers = 5_000
    generate(tmp_path / "company.duckdb", customers)
    with open_database(tmp_path / "company.duckdb") as connection:

        def count(of: str) -> int:
            found = connection.execute(f"select count(*) from raw_billing.{of}").fetchall()
            return int(found[0][0])

        subscriptions = count("subscriptions")
        assert count("customers") == customers
        assert subscriptions / customers == pytest.approx(1.5, rel=0.05)
        assert count("subscription_items") / customers == pytest.approx(4.6, rel=0.05)
        assert count(f"subscriptions where {HAS_AN_END}") / subscriptions > 0.3
        with_parent = count("customers where parent_customer_id is not null")
        assert with_parent / customers == pytest.approx(0.1, rel=0.15)
        trials = count("subscriptions where trial_starts_at is not null")
        assert trials / subscriptions == pytest.approx(0.2, rel=0.15)
        assert count("discounts") / subscriptions == pytest.approx(0.165, rel=0.15)
        assert count("subscription_pauses") / subscriptions == pytest.approx(0.03, rel=0.15)


HAS_AN_END = f"ended_at < date '{AS_OF_DATE}'"


def test_a_day_changes_the_stated_share_of_the_customers_and_nothing_else(
    generated: Path, changed: Path
) -> None:
    with open_database(changed) as connection:
        connection.execute(f"attach '{generated}' as before (read_only)")
        touched = dict(connection.execute(CUSTOMERS_TOUCHED).fetchall())
        untouched = {table: rows_gone(connection, table) for table in RAW_TABLES}
    expected = round(CHANGED_SHARE * CUSTOMERS)
    assert sum(not is_new for is_new in touched.values()) == expected
    assert sum(touched.values()) == expected // 10
    assert sum(untouched.values()) <= expected


CUSTOMERS_TOUCHED = f"""
with touched as (
    select customer_id from raw_billing.customers where updated_at >= date '{AS_OF_DATE}'
    union
    select customer_id from raw_billing.subscriptions where updated_at >= date '{AS_OF_DATE}'
    union
    select subscriptions.customer_id
    from raw_billing.subscriptions
    inner join (
        select subscription_id, updated_at from raw_billing.subscription_items
        union all
        select subscription_id, updated_at from raw_billing.discounts
        union all
        select subscription_id, updated_at from raw_billing.subscription_pauses
    ) as parts on subscriptions.subscription_id = parts.subscription_id
    where parts.updated_at >= date '{AS_OF_DATE}'
)

select customer_id, customer_id not in (select customer_id from before.raw_billing.customers)
from touched
"""


def rows_gone(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    gone = connection.execute(
        f"select count(*) from (from before.raw_billing.{table} except all"
        f" from raw_billing.{table})"
    ).fetchall()
    return int(gone[0][0])


@pytest.fixture(scope="module", params=["generated", "changed"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with the project's marts, as of the day after the changes."""
    raw: Path = request.getfixturevalue(request.param)
    file = tmp_path_factory.mktemp("built") / "company.duckdb"
    build(raw, file, compile_project(Policy(NEXT_DAY)))
    return file


def build(raw: Path, file: Path, compiled: Compiled) -> None:
    connection = new_connection()
    connection.execute(f"attach '{file}' as \"{compiled.database}\"")
    connection.execute(f"attach '{raw}' as generated (read_only)")
    load_raw(connection, compiled, {})
    connection.execute(f'create schema "{compiled.database}".raw_billing')
    for table in RAW_TABLES:
        source = f"from generated.raw_billing.{table}"
        connection.execute(f"insert into {compiled.raw_relations[table]} by name {source}")
        connection.execute(f'create table "{compiled.database}".raw_billing.{table} as {source}')
    for model in compiled.models:
        connection.execute(create_statement(model))
    connection.close()


def test_the_usual_approach_gives_the_marts_of_the_project(built: Path, tmp_path: Path) -> None:
    with open_database(tmp_path / "scratch.duckdb") as connection:
        attach_company(connection, built)
        build_spine(connection, NEXT_DAY)
        for mart in MARTS:
            assert only_in(connection, "marts", "spine", mart) == []
            assert only_in(connection, "spine", "marts", mart) == []
        assert fingerprints(connection, "spine") == fingerprints(connection, "marts")


def only_in(
    connection: duckdb.DuckDBPyConnection, schema: str, other: str, mart: str
) -> list[tuple[object, ...]]:
    columns = connection.execute(f"describe marts.{mart}").fetchall()
    names = ", ".join(str(name) for name, *_ in columns)
    found: list[tuple[object, ...]] = connection.execute(
        f"select {names} from {schema}.{mart} except all select {names} from {other}.{mart} limit 3"
    ).fetchall()
    return found


def test_the_yardstick_is_as_long_and_as_wide_as_the_marts(built: Path, tmp_path: Path) -> None:
    with open_database(tmp_path / "scratch.duckdb") as connection:
        attach_company(connection, built)
        assert min(write_yardstick(connection).values()) > 0
        assert shapes(connection, "yardstick") == shapes(connection, "marts")


def shapes(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, object]:
    tables = connection.execute(
        "select table_name from information_schema.tables"
        f" where table_catalog = current_catalog() and table_schema = '{schema}'"
    ).fetchall()
    return {
        table: (
            connection.execute(f"select count(*) from {schema}.{table}").fetchall(),
            [row[:2] for row in connection.execute(f"describe {schema}.{table}").fetchall()],
        )
        for (table,) in tables
    }


def test_a_fingerprint_tells_a_changed_cell_and_a_repeated_row_but_not_another_order() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table first as select 1 as amount union all select 2")
        connection.execute("create table turned as select 2 as amount union all select 1")
        connection.execute("create table changed as select 1 as amount union all select 3")
        connection.execute("create table repeated as from first union all from first")
        connection.execute("create table empty as from first limit 0")
        found = fingerprints(
            connection, "main", ["first", "turned", "changed", "repeated", "empty"]
        )
    assert found["first"] == found["turned"]
    assert len({*found.values()}) == len(found) - 1
    assert found["empty"] == (0, 0)


def test_a_second_in_which_two_models_run_counts_once() -> None:
    assert seconds_covered([]) == 0
    assert seconds_covered([(5, 6), (0, 2), (1, 3), (1.5, 1.75)]) == 4


def test_the_page_of_the_docs_is_written_from_the_recorded_results() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(read_results())


def test_a_plot_has_a_dot_for_each_point_and_one_for_each_label() -> None:
    svg = log_log_plot(
        "seconds", [Series("full", [(100, 1), (1000, 20)]), Series("part", [(10, 1)])]
    )
    assert svg.count("<circle") == 5
    assert svg.count("10,000") == 0
    assert ">1,000<" in svg


@pytest.mark.long
def test_no_ratio_is_much_worse_than_the_recorded_one(tmp_path: Path) -> None:
    (recorded,) = [one for one in read_results() if one.customers == LONG_CUSTOMERS]
    worse = much_worse(measure(Plan(LONG_CUSTOMERS, tmp_path / "first")), recorded)
    if worse:  # A busy machine, perhaps.
        again = measure(Plan(LONG_CUSTOMERS, tmp_path / "again"))
        worse = {name: why for name, why in much_worse(again, recorded).items() if name in worse}
    assert worse == {}


def much_worse(measured: Result, recorded: Result) -> dict[str, str]:
    return {
        name: f"{ratio:.3f} instead of {recorded.ratios[name]:.3f}"
        for name, ratio in measured.ratios.items()
        if ratio > TOLERANCE * recorded.ratios[name]
        and measured.cpu_ratios[name] > TOLERANCE * recorded.cpu_ratios[name]
    }
