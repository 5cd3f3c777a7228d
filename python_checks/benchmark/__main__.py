"""Measure companies of some sizes: `python -m python_checks.benchmark --customers 100000`.

Each company is generated, built in full, changed for a day, built again, and compared with the
usual approach and with the least that the database can do. With `--record` the results are kept
in results.json, and the page of the docs is written from them.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from python_checks.benchmark.children import ChildError
from python_checks.benchmark.measuring import DifferentMartsError, Plan, measure
from python_checks.benchmark.page import PAGE, page
from python_checks.benchmark.results import Result, as_json, record
from python_checks.compiling import PROJECT_ROOT

DEFAULT_FOLDER = PROJECT_ROOT / "target" / "benchmark"


def main() -> None:
    """Measure what is asked for; exit with 1 when a step fails or marts differ."""
    asked = arguments().parse_args()
    try:
        results = [measured(asked, customers) for customers in asked.customers]
    except (ChildError, DifferentMartsError) as failed:
        sys.exit(f"\n{failed}")
    if asked.record:
        PAGE.write_text(page(record(results)), encoding="utf-8")
        print(f"Recorded, and written to {PAGE.relative_to(PROJECT_ROOT)}.")


def arguments() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m python_checks.benchmark")
    parser.add_argument("--customers", type=int, nargs="+", default=[100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.001, help="that changes in a day")
    parser.add_argument(
        "--memory-limit", help="of DuckDB, such as 6GB; the project's when left out"
    )
    parser.add_argument("--without-spine", action="store_true", help="leave the usual approach out")
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--keep", action="store_true", help="the databases, which are large")
    parser.add_argument("--record", action="store_true", help="in results.json and in the docs")
    return parser


def measured(asked: argparse.Namespace, customers: int) -> Result:
    """Measure one company, print its result, and leave it as JSON in the folder."""
    print(f"{customers:,} customers", flush=True)
    folder = asked.folder / f"{customers}"
    plan = Plan(customers, folder, asked.seed, asked.share, asked.memory_limit)
    result = measure(replace(plan, with_spine=not asked.without_spine))
    (asked.folder / f"{customers}.json").write_text(as_json([result]), encoding="utf-8")
    print("\n".join(summary(result)), flush=True)
    if not asked.keep:
        shutil.rmtree(folder)
    return result


def summary(result: Result) -> Iterator[str]:
    """The sizes, the ratios and the queries, a line each."""
    yield f"  {result.raw.rows:,} raw rows, {result.written.rows:,} rows written"
    yield from (f"  {name:<36}{ratio:>8.3f}" for name, ratio in result.ratios.items())
    for query, milliseconds in result.query_milliseconds.items():
        yield f"  query {query:<30}{milliseconds:>8.1f} ms"


if __name__ == "__main__":
    main()
