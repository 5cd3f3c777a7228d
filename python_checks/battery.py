"""What a mutant has to survive: many small companies, a few large ones, and the sample."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from threading import Timer

import duckdb
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from python_checks.comparison import GRAINS, assert_same_marts
from python_checks.compiling import Compiled, Model
from python_checks.dirty import AS_TEXT, dirty_companies
from python_checks.edge_cases import late_renewals
from python_checks.mutants import Mutant, mutant_of, shape
from python_checks.policy import Policy
from python_checks.raw_tables import KEYS, RawTables, Row
from python_checks.reference import compute_marts
from python_checks.replay import Types, create_statement, load_raw, new_connection, read_marts
from python_checks.strategies import companies

POLICIES = (
    Policy(date(2026, 5, 20)),
    Policy(date(2026, 4, 30), reporting_timezone="America/New_York", late_renewal_days=30),
    Policy(date(2026, 3, 1), reporting_timezone="Asia/Kolkata", late_renewal_days=31),
    Policy(
        date(2026, 5, 15),
        reporting_currency="EUR",
        discounts_in_mrr="all",
        usage_in_mrr="average_3_months",
        fx_mode="month_end",
        gap_grace_days=20,
    ),
    Policy(
        date(2026, 5, 20),
        churn_recognition="cancel_request",
        paused_mrr="keep",
        usage_in_mrr="last_month",
        reactivation_window_days=30,
        past_due_grace_days=10,
    ),
)
SMALL_COMPANIES = 4
MERGED_COMPANIES = 120
DIRTY_COMPANIES = 150
SECONDS = 30
MEMORY = "1GB"
SCHEMA = "mutants"
IDS = ("_id",)


@dataclass(frozen=True)
class Stage:
    """One policy and one set of raw rows."""

    name: str
    compiled: Compiled
    raw: RawTables
    types: Types | None = None


@dataclass(frozen=True)
class Verdict:
    """How a mutant died; `killer` is None when it survived."""

    mutant: Mutant
    killer: str | None


def stages_of(compiled: Compiled, number: int) -> list[Stage]:
    """The small companies of a policy one by one, then many companies as one."""
    policy = compiled.policy
    small = invented(companies(policy), SMALL_COMPANIES, number)
    merged = united(invented(companies(policy), MERGED_COMPANIES, 100 + number))
    dirty = united(invented(dirty_companies(policy), DIRTY_COMPANIES, 200 + number))
    named = {f"small company {number}.{index}": raw for index, raw in enumerate(small)}
    named[f"late renewals {number}"] = late_renewals(policy)
    named[f"merged companies {number}"] = merged
    clean = [Stage(name, compiled, raw) for name, raw in named.items()]
    return [*clean, Stage(f"dirty companies {number}", compiled, dirty, AS_TEXT)]


def invented(strategy: SearchStrategy[RawTables], count: int, seed_number: int) -> list[RawTables]:
    """The same `count` companies for the same seed."""
    found: list[RawTables] = []

    @seed(seed_number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(raw: RawTables) -> None:
        found.append(raw)

    collect()
    return found


def united(several: list[RawTables]) -> RawTables:
    """Several companies as one: ids get a number each, a currency's rate of a day stands once."""
    together: RawTables = {table: [] for table in KEYS}
    for number, raw in enumerate(several):
        for table, rows in raw.items():
            together[table] += [_numbered(row, number) for row in rows]
    rates = {
        tuple(row[key] for key in KEYS["exchange_rates"]): row for row in together["exchange_rates"]
    }
    return {**together, "exchange_rates": list(rates.values())}


def _numbered(row: Row, number: int) -> Row:
    return {
        name: f"{number}-{value}" if name.endswith(IDS) and value else value
        for name, value in row.items()
    }


class Battery:
    """The stages, each with its models built in a database of its own."""

    def __init__(self, stages: list[Stage]) -> None:
        self.theatres = [Theatre(stage) for stage in stages]

    def try_out(self, mutant: Mutant, number: int) -> Verdict:
        """Make the same change under every policy until a stage sees it."""
        for theatre in self.theatres:
            twin = self._twin(mutant, number, theatre)
            killer = theatre.killer_of(twin) if twin else None
            if killer:
                return Verdict(mutant, f"{theatre.stage.name}: {killer}")
        return Verdict(mutant, None)

    def _twin(self, mutant: Mutant, number: int, theatre: "Theatre") -> Mutant | None:
        first, own = (one.models[mutant.model].sql for one in (self.theatres[0], theatre))
        return mutant_of(mutant.model, own, number) if same_shape(first, own) else None


@cache
def same_shape(one: str, other: str) -> bool:
    """Whether two versions of a model differ in literals only."""
    return shape(one) == shape(other)


class Theatre:
    """One stage with the original tables, which mutated ones are compared with."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.models = {model.name: model for model in stage.compiled.models}
        self.connection = new_connection()
        self.connection.execute(f"set memory_limit = '{MEMORY}'")
        self.connection.execute("set temp_directory = ''")
        load_raw(self.connection, stage.compiled, stage.raw, stage.types)
        for model in self.models.values():
            self.connection.execute(create_statement(replace(model, materialized="table")))
        self.connection.execute(f'create schema "{stage.compiled.database}"."{SCHEMA}"')
        self.passing_tests = self._passing_tests()

    def check_originals(self) -> None:
        """Raise AssertionError unless the unchanged marts equal the reference."""
        marts = read_marts(self.connection, self.stage.compiled)
        assert_same_marts(marts, compute_marts(self.stage.raw, self.stage.compiled.policy))

    def killer_of(self, mutant: Mutant) -> str | None:
        """The mart or test that sees the mutant, or how it failed; None when nothing does."""
        timer = Timer(SECONDS, self.connection.interrupt)
        timer.start()
        try:
            return self._difference(mutant)
        except duckdb.Error as error:
            return type(error).__name__
        finally:
            timer.cancel()

    def _difference(self, mutant: Mutant) -> str | None:
        changed: set[str] = set()
        for model, sql in self._affected(mutant, changed):
            if self._differs(model, sql):
                if model.name in GRAINS:
                    return model.name
                changed.add(model.name)
        return self._failing_test(changed)

    def _affected(self, mutant: Mutant, changed: set[str]) -> Iterator[tuple[Model, str]]:
        for model in self.models.values():
            if model.name == mutant.model:
                yield model, mutant.sql
            elif model.parents & changed:
                yield model, self._redirected(model.sql, changed)

    def _redirected(self, sql: str, changed: set[str]) -> str:
        for name in changed:
            sql = sql.replace(self.models[name].relation, self._mutated(name))
        return sql

    def _mutated(self, name: str) -> str:
        return f'"{self.stage.compiled.database}"."{SCHEMA}"."{name}"'

    def _differs(self, model: Model, sql: str) -> bool:
        mutated = self._mutated(model.name)
        self.connection.execute(f"create or replace table {mutated} as ({sql}\n)")
        if self._columns(mutated) != self._columns(model.relation):
            return True
        if self._count(mutated) != self._count(model.relation):
            return True
        return bool(self._count(f"(from {mutated} except all from {model.relation})"))

    def _columns(self, relation: str) -> list[tuple[object, ...]]:
        return self.connection.execute(f"describe {relation}").fetchall()

    def _count(self, rows: str) -> int:
        [count] = self.connection.execute(f"select count(*) from {rows}").fetchone() or [0]
        return int(count)

    def _passing_tests(self) -> list[str]:
        counts = Counter(
            {test.name: self._count(f"({test.sql})") for test in self.stage.compiled.data_tests}
        )
        return [name for name, failures in counts.items() if failures == 0]

    def _failing_test(self, changed: set[str]) -> str | None:
        for test in self.stage.compiled.data_tests:
            concerned = test.models & changed and test.name in self.passing_tests
            if concerned and self._count(f"({self._redirected(test.sql, changed)})"):
                return test.name
        return None
