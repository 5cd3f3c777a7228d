"""`python -m python_checks.sample_company` writes the seeds; with `--check` it only compares."""

import sys

from python_checks.sample_company import sample_company
from python_checks.sample_company.csv_files import SEEDS, outdated_seeds, write_seeds


def main(arguments: list[str]) -> int:
    """Write or check the seeds; give the exit code."""
    raw = sample_company()
    if arguments == ["--check"]:
        outdated = outdated_seeds(raw)
        print(f"not what the generator gives: {', '.join(outdated)}" if outdated else "up to date")
        return 1 if outdated else 0
    write_seeds(raw)
    print(f"{sum(map(len, raw.values()))} rows in {SEEDS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
