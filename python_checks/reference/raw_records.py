"""Raw rows with their cells read; of the same key the row that was delivered last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from python_checks.raw_tables import KEYS, TABLES, Row
from python_checks.reference.raw_values import raw_text, typed

Cells = Mapping[str, str | None]


@dataclass(frozen=True, eq=False)
class Record:
    """A raw row: the text of each cell, and its value, null when it is empty or unreadable."""

    table: str
    texts: Cells
    values: Row

    def is_unreadable(self, column: str) -> bool:
        """Whether the cell holds a text that does not parse."""
        return self.texts[column] is not None and self.values[column] is None

    @property
    def has_key(self) -> bool:
        """Whether no key column is empty."""
        return all(self.texts[column] is not None for column in KEYS[self.table])

    @property
    def key(self) -> tuple[object, ...]:
        """The key as values; a part that does not parse as its text, an empty one as null."""
        return tuple(self._key_part(column) for column in KEYS[self.table])

    @property
    def record_key(self) -> str:
        """The key as one text, its parts joined by a bar; moments in UTC, empty parts empty."""
        return "|".join("" if part is None else _shown(part) for part in self.key)

    def _key_part(self, column: str) -> object:
        return self.texts[column] if self.is_unreadable(column) else self.values[column]


def read_record(table: str, row: Row) -> Record:
    """Read every cell of the row that the contract names."""
    kinds = TABLES[table]
    texts = {column: raw_text(row[column]) for column in kinds}
    return Record(table, texts, {column: _read(texts[column], kinds[column]) for column in kinds})


def last_delivered(records: Iterable[Record]) -> list[Record]:
    """The record with the latest `updated_at` per key, in the order of the first deliveries.

    An empty or unreadable `updated_at` is the oldest; records that are equally late are told
    apart by their contents. A record without its whole key is never a re-delivery.
    """
    latest: dict[object, Record] = {}
    for record in records:
        key = record.key if record.has_key else record
        kept = latest.setdefault(key, record)
        if _lateness(record) > _lateness(kept):
            latest[key] = record
    return list(latest.values())


def _read(text: str | None, kind: str) -> object:
    if text is None:
        return None
    try:
        return typed(text, kind)
    except ValueError:
        return None


def _lateness(record: Record) -> tuple[datetime, str]:
    updated_at = record.values["updated_at"]
    known = updated_at if isinstance(updated_at, datetime) else datetime.min
    return known, repr(sorted(record.texts.items()))


def _shown(part: object) -> str:
    return part.isoformat(" ") if isinstance(part, datetime) else str(part)
