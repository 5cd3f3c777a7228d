"""The usual way: items x months, customers x months, windows by joining snapshots.

Written in good faith, to compare with: the same marts under the default policies, from the same
raw tables, each step a table. It leaves out the rows that the project's `rejected_records` lists
instead of judging them, takes timestamps and numbers as they are typed, and makes none of the marts
of health, benchmarks and data quality: it has less to do than the project.
"""

from python_checks.benchmark.spine.building import MARTS, build_spine, fingerprints

__all__ = ["MARTS", "build_spine", "fingerprints"]
