"""Measure one company, step by step, each step in a process of its own."""

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import TypeVar

from python_checks.benchmark.builds import Build, Workshop, rows_in
from python_checks.benchmark.children import Finished, run_python
from python_checks.benchmark.generator import AS_OF_DATE
from python_checks.benchmark.results import Result, Size, Step, this_machine

PACKAGE = "python_checks.benchmark"
WRITTEN = ("intermediate", "marts")
NEXT_DAY = AS_OF_DATE + timedelta(days=1)

Value = TypeVar("Value")


class DifferentMartsError(RuntimeError):
    """The project and the spine disagree; the message names the marts that differ."""


@dataclass(frozen=True)
class Plan:
    """What to measure, and in which folder; `memory_limit` is DuckDB's, the project's when None."""

    customers: int
    folder: Path
    seed: int = 1
    changed_share: float = 0.001
    memory_limit: str | None = None
    with_spine: bool = True

    @property
    def company(self) -> Path:
        """The database file of the company."""
        return self.folder / "company.duckdb"


def measure(plan: Plan) -> Result:
    """Generate a company, build it in full and after a day of changes, and compare.

    Prints a line a step. Raises ChildError, and DifferentMartsError after the second build.
    """
    shutil.rmtree(plan.folder, ignore_errors=True)
    plan.folder.mkdir(parents=True)
    told("generate", lambda: generate(plan))
    raw = size(plan, ["raw_billing"])
    full_build = build_in_full(plan)
    written = size(plan, WRITTEN)
    yardstick = told("yardstick", lambda: beside(plan, "yardstick"))
    queries = told("queries", lambda: run_python(f"{PACKAGE}.queries", plan.company))
    daily_build = build_again(plan)
    return Result(
        customers=plan.customers,
        seed=plan.seed,
        changed_share=plan.changed_share,
        memory_limit=plan.memory_limit,
        machine=this_machine(),
        raw=raw,
        written=written,
        full_build=full_build,
        daily_build=daily_build,
        # Of the changed company, so that the marts of the second build are proved too.
        spine=told("spine", lambda: beside(plan, "spine", "--as-of", str(NEXT_DAY)))
        if plan.with_spine
        else None,
        yardstick=yardstick,
        query_milliseconds=queries.told["milliseconds"],
    )


def told(step: str, act: Callable[[], Value]) -> Value:
    """Do a step, and print a line when it begins and ends: seconds, and memory where known."""
    print(f"  {step:<20}", end="", flush=True)
    started = monotonic()
    done = act()
    peak = getattr(done, "peak_bytes", None)
    memory = "" if peak is None else f"{peak / 2**30:>8.2f} GiB"
    print(f"{monotonic() - started:>8.1f} s{memory}", flush=True)
    return done


def size(plan: Plan, schemas: Collection[str]) -> Size:
    """What some schemas of the company hold now."""
    return Size(rows_in(plan.company, schemas), plan.company.stat().st_size)


def generate(plan: Plan) -> Finished:
    """Write the raw tables of the company."""
    options = ["--customers", str(plan.customers), "--seed", str(plan.seed)]
    return run_python(f"{PACKAGE}.generator", plan.company, *options)


def build_in_full(plan: Plan) -> Step:
    """The first build of the company, its seeds loaded before."""
    told("load seeds", lambda: workshop(plan).seed(AS_OF_DATE))
    return step_of_build(told("full build", lambda: workshop(plan).build(AS_OF_DATE)))


def build_again(plan: Plan) -> Step:
    """The build of the next day, after some customers changed."""
    share = ["--share", str(plan.changed_share), "--seed", str(plan.seed + 1)]
    told("a day of changes", lambda: run_python(f"{PACKAGE}.daily_changes", plan.company, *share))
    return step_of_build(told("build again", lambda: workshop(plan).build(NEXT_DAY)))


def workshop(plan: Plan) -> Workshop:
    """Where dbt builds the company."""
    return Workshop(plan.company, plan.folder / "dbt", plan.memory_limit)


def step_of_build(build: Build) -> Step:
    """A build as a step: its work is what the models take."""
    return Step(build.model_seconds, build.model_cpu_seconds, build.wall_seconds, build.peak_bytes)


def beside(plan: Plan, module: str, *options: str) -> Step:
    """Run a module that reads the company and writes into a file beside it, then remove the file.

    Raises DifferentMartsError when the module says that marts differ.
    """
    limit = [] if plan.memory_limit is None else ["--memory-limit", plan.memory_limit]
    scratch = plan.folder / "scratch.duckdb"
    done = run_python(f"{PACKAGE}.{module}", plan.company, scratch, *options, *limit)
    scratch.unlink()
    if done.told.get("different"):
        raise DifferentMartsError(", ".join(done.told["different"]))
    return Step(done.told["seconds"], done.told["cpu_seconds"], done.seconds, done.peak_bytes)
