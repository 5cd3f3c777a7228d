"""The raw tables as the CSV files of the seeds."""

import csv
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

from python_checks.raw_tables import TABLES, RawTables, Row

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "sample"


def csv_texts(raw: RawTables) -> dict[str, str]:
    """Give the file text of each table: a header, empty for null, true and false, UTC moments."""
    return {table: _csv_text(table, raw[table]) for table in TABLES}


def write_seeds(raw: RawTables) -> None:
    """Write one file per table."""
    SEEDS.mkdir(parents=True, exist_ok=True)
    for table, text in csv_texts(raw).items():
        (SEEDS / f"{table}.csv").write_text(text, encoding="utf-8", newline="")


def outdated_seeds(raw: RawTables) -> list[str]:
    """Name the tables whose committed file is missing or differs from the generator's."""
    return [table for table, text in csv_texts(raw).items() if _committed(table) != text]


def cell_text(value: object) -> str:
    """Write one value; null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _committed(table: str) -> str | None:
    path = SEEDS / f"{table}.csv"
    return path.read_bytes().decode("utf-8") if path.exists() else None


def _csv_text(table: str, rows: list[Row]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TABLES[table])
    writer.writerows([[cell_text(row[column]) for column in TABLES[table]] for row in rows])
    return out.getvalue()


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
