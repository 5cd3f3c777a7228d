"""Compare tables of two databases row by row, exactly."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Values = tuple[object, ...]
Query = Callable[[str], Sequence[Values]]

SHOWN_DIFFERENCES = 5


@dataclass(frozen=True)
class Side:
    """One of the two databases: its name, the schema of its marts, and how to query it."""

    name: str
    schema: str
    query: Query

    def tables(self) -> dict[str, list[str]]:
        """Each table of the schema with its columns in the order of their names."""
        rows = self.query(
            "select table_name, column_name from information_schema.columns"
            f" where table_schema = '{self.schema}'"
        )
        columns: dict[str, list[str]] = {}
        for table, column in sorted((str(table), str(column)) for table, column in rows):
            columns.setdefault(table, []).append(column)
        return columns

    def rows(self, table: str, columns: Iterable[str]) -> Counter[Values]:
        """How often each row stands in the table."""
        return Counter(self.query(f"select {', '.join(columns)} from {self.schema}.{table}"))


def differences(left: Side, right: Side) -> Iterator[str]:
    """Compare all tables of both sides and print a line for each; yield what differs."""
    left_tables, right_tables = left.tables(), right.tables()
    if left_tables != right_tables or not left_tables:
        yield f"tables or columns differ: {left.name} {left_tables}, {right.name} {right_tables}"
        return
    for table, columns in left_tables.items():
        found = list(differences_in(table, columns, left, right))
        print(f"  {table:<42}{'DIFFERENT' if found else 'equal'}", flush=True)
        yield from found


def differences_in(table: str, columns: list[str], left: Side, right: Side) -> Iterator[str]:
    """Yield the first rows that only one side has; an empty table is a difference too."""
    left_rows, right_rows = left.rows(table, columns), right.rows(table, columns)
    print(f"  {left_rows.total():>7} rows", end="")
    if not left_rows:
        yield f"{table} is empty"
    for side, only in ((left, left_rows - right_rows), (right, right_rows - left_rows)):
        for row in sorted(only, key=str)[:SHOWN_DIFFERENCES]:
            yield f"{table}, only in {side.name}: {dict(zip(columns, row, strict=True))}"
        if only.total() > SHOWN_DIFFERENCES:
            yield f"{table}, only in {side.name}: {only.total() - SHOWN_DIFFERENCES} rows more"
