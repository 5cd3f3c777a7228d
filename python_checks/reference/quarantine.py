"""Which raw rows can be used, and why the others cannot: the contract's section on bad input.

Of each key the last delivery counts, also when it is the bad one. A row is checked against the
reasons in their order, and the first one that holds is its reason; tables are judged in an order
in which every row that another one refers to was judged before.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from python_checks.policy import Policy
from python_checks.raw_tables import ENGAGEMENT_TABLES, TABLES, RawTables
from python_checks.reference.judged_rows import ITEMS, Judged, Quarantine, Rejected
from python_checks.reference.raw_records import Record, last_delivered, read_record
from python_checks.reference.reasons import CHECKS

OVERLAPPING_VERSIONS = "overlapping_versions"
REASONS = (*CHECKS, OVERLAPPING_VERSIONS)
ORDER_OF_TABLES = (
    "exchange_rates",
    "customers",
    "products",
    "plans",
    "subscriptions",
    "subscription_items",
    "discounts",
    "subscription_pauses",
    "usage_charges",
    *ENGAGEMENT_TABLES,
)


def quarantine(raw: RawTables, policy: Policy) -> Quarantine:
    """Judge every row; absent tables are empty."""
    read = {table: [read_record(table, row) for row in raw.get(table, [])] for table in TABLES}
    latest = {table: last_delivered(records) for table, records in read.items()}
    known = Quarantine(policy, read, latest)
    for table in ORDER_OF_TABLES:
        known.judged[table] = _judged(known, table)
    return known


def _judged(known: Quarantine, table: str) -> Judged:
    faults = {record: _first_fault(record, known) for record in known.latest[table]}
    rejected = [fault for fault in faults.values() if fault]
    good = [record for record, fault in faults.items() if fault is None]
    overlapping = _overlapping(good) if table == ITEMS else []
    gone = {fault.record for fault in overlapping}
    return Judged([record for record in good if record not in gone], rejected + overlapping)


def _first_fault(record: Record, known: Quarantine) -> Rejected | None:
    for reason, check in CHECKS.items():
        detail = check(record, known)
        if detail is not None:
            return Rejected(record, reason, detail)
    return None


def _overlapping(good: Iterable[Record]) -> list[Rejected]:
    """Versions that start before a kept earlier one of their item ends; of no length: none."""
    faults: list[Rejected] = []
    kept: dict[object, list[Record]] = defaultdict(list)
    for version in sorted(good, key=_start):
        earlier = kept[version.values["subscription_item_id"]]
        if _end(version) == _start(version):
            continue
        if any(_end(other) > _start(version) for other in earlier):
            detail = f"valid_from is {_start(version)}, before an earlier version ends."
            faults.append(Rejected(version, OVERLAPPING_VERSIONS, detail))
        else:
            earlier.append(version)
    return faults


def _start(version: Record) -> datetime:
    start = version.values["valid_from"]
    assert isinstance(start, datetime)
    return start


def _end(version: Record) -> datetime:
    end = version.values["valid_to"]
    return end if isinstance(end, datetime) else datetime.max
