"""Build the spine beside a company that the project has built, and say what it took.

`python -m python_checks.benchmark.spine COMPANY SCRATCH --as-of DATE` prints JSON.
"""

import argparse
import json
from datetime import date
from pathlib import Path

from python_checks.benchmark.databases import attach_company, open_database
from python_checks.benchmark.spine import build_spine, fingerprints
from python_checks.benchmark.stopwatch import Stopwatch


def main() -> None:
    """Build into SCRATCH; print the times, and which marts are not the same as the project's."""
    parser = argparse.ArgumentParser(prog="python -m python_checks.benchmark.spine")
    parser.add_argument("company", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--memory-limit")
    asked = parser.parse_args()
    with open_database(asked.scratch, memory_limit=asked.memory_limit) as connection:
        attach_company(connection, asked.company)
        stopwatch = Stopwatch()
        build_spine(connection, asked.as_of)
        times = stopwatch.times()
        theirs, ours = fingerprints(connection, "marts"), fingerprints(connection, "spine")
        different = [mart for mart in ours if ours[mart] != theirs[mart]]
    print(json.dumps({**times, "different": different}))


if __name__ == "__main__":
    main()
