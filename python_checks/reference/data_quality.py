"""The quarantine as marts: every row that was rejected, and the count of every row read."""

import json
from collections import Counter
from collections.abc import Iterable

from python_checks.raw_tables import ENGAGEMENT_TABLES, TABLES
from python_checks.reference.judged_rows import ITEMS, Quarantine, Rejected, monthly_mrr
from python_checks.reference.money import total
from python_checks.reference.quarantine import REASONS
from python_checks.reference.raw_records import Record

BILLING, ENGAGEMENT = "billing", "engagement"


def rejected_rows(known: Quarantine) -> list[dict[str, object]]:
    """The mart `rejected_records`: the monthly amount at stake stands on item rows only."""
    faults = [fault for table in TABLES for fault in known.judged[table].rejected]
    rows = [_rejected_row(fault, known) for fault in faults]
    return sorted(rows, key=lambda row: (row["table_name"], row["record_key"], row["reason"]))


def table_rows(known: Quarantine) -> list[dict[str, object]]:
    """The mart `data_quality_summary`: of each raw table, used + rejected + redelivered = read."""
    return [_table_row(table, known) for table in sorted(TABLES)]


def _rejected_row(fault: Rejected, known: Quarantine) -> dict[str, object]:
    record = fault.record
    return {
        "source_system": ENGAGEMENT if record.table in ENGAGEMENT_TABLES else BILLING,
        "table_name": record.table,
        "record_key": record.record_key,
        "reason": fault.reason,
        "detail": fault.detail,
        "mrr_at_stake": monthly_mrr(record, known) if record.table == ITEMS else None,
        "raw_record": json.dumps(record.texts, ensure_ascii=False),
    }


def _table_row(table: str, known: Quarantine) -> dict[str, object]:
    rejected = known.judged[table].rejected
    reasons = Counter(fault.reason for fault in rejected)
    return {
        "table_name": table,
        "rows_read": len(known.read[table]),
        "rows_redelivered": len(known.read[table]) - len(known.latest[table]),
        "rows_used": len(known.judged[table].usable),
        "rows_rejected": len(rejected),
        **{reason: reasons[reason] for reason in REASONS},
        **_amounts(table, known),
    }


def _amounts(table: str, known: Quarantine) -> dict[str, object]:
    at_stake = [fault.record for fault in known.judged[table].rejected]
    used = known.judged[table].usable
    items = table == ITEMS
    return {
        "mrr_used": _mrr(used if items else [], known),
        "mrr_at_stake": _mrr(at_stake if items else [], known),
        "mrr_readable": _mrr([*used, *at_stake] if items else [], known),
    }


def _mrr(items: Iterable[Record], known: Quarantine) -> object:
    amounts = [monthly_mrr(item, known) for item in items]
    return total(amount for amount in amounts if amount is not None)
