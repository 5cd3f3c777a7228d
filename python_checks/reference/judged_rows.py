"""The rows read so far, sorted into usable and rejected ones, and what they are worth a month."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.policy import Policy
from python_checks.raw_tables import TABLES, RawTables
from python_checks.reference.dates import Calendar, add_months, last_day
from python_checks.reference.money import rounded
from python_checks.reference.prices import PER_MONTH
from python_checks.reference.raw_records import Record

ITEMS = "subscription_items"
MONTHLY_LIMIT = Decimal(10) ** 14
LARGEST_COUNT = 10_000

Index = Mapping[tuple[object, ...], list[Record]]


@dataclass(frozen=True)
class Rejected:
    """A record that cannot be used: the reason's code, and a sentence about it."""

    record: Record
    reason: str
    detail: str


@dataclass(frozen=True)
class Judged:
    """The last deliveries of one table, all of them judged."""

    usable: list[Record]
    rejected: list[Rejected]


@dataclass
class Quarantine:
    """Every row read, the last delivery of each key, and the tables that are judged already."""

    policy: Policy
    read: Mapping[str, list[Record]]
    latest: Mapping[str, list[Record]]
    judged: dict[str, Judged] = field(default_factory=dict)
    indexes: dict[tuple[str, ...], Index] = field(default_factory=dict)

    def usable_tables(self) -> RawTables:
        """The usable rows, their values of the contract's types."""
        return {table: [dict(one.values) for one in self.judged[table].usable] for table in TABLES}

    def usable(self, table: str, **wanted: object) -> list[Record]:
        """The usable rows of a table with these values, none when one of them is null."""
        name = (table, *wanted)
        if name not in self.indexes:
            self.indexes[name] = _index(self.judged[table].usable, name[1:])
        return self.indexes[name].get(tuple(wanted.values()), [])

    def names(self, table: str, account: object) -> bool:
        """Whether some row of the table, whatever became of it, has the account's id."""
        name = ("rows read", table)
        if name not in self.indexes:
            self.indexes[name] = _index(self.read[table], ("customer_id",))
        return (account,) in self.indexes[name]

    def constant_rate(self, currency: object) -> Fraction | None:
        """The latest usable rate on or before the day of the constant ones (M11)."""
        if currency == self.policy.reporting_currency:
            return Fraction(1)
        rates = self.usable("exchange_rates", currency=currency)
        known = [rate for rate in rates if _rate_date(rate) <= _constant_day(self.policy)]
        return number(max(known, key=_rate_date), "rate") if known else None

    def plan_of(self, item: Record) -> Record | None:
        """The latest row of the item's plan, usable or not."""
        name = ("latest plans",)
        if name not in self.indexes:
            self.indexes[name] = _index(self.latest["plans"], ("plan_id",))
        return next(iter(self.indexes[name].get((item.values["plan_id"],), [])), None)


def interval_fault(plan: Record) -> str | None:
    """What is wrong with the billing interval or its count; only a one-time plan may lack one."""
    interval, count = plan.values["billing_interval"], _count(plan)
    may_be_empty = plan.values["charge_type"] == "one_time"
    if interval not in PER_MONTH and not (interval is None and may_be_empty):
        return f"billing_interval is {interval!r}."
    if not 1 <= count <= LARGEST_COUNT:
        return f"billing_interval_count is {count}."
    return None


def monthly_list(item: Record, known: Quarantine) -> Decimal | None:
    """Quantity x price x factor in the plan's currency, rounded as every list amount (M2).

    Null unless the plan is recurring with a valid interval and count, and quantity and price
    are known and not below 0.
    """
    plan = known.plan_of(item)
    if plan is None or not _is_monthly(plan):
        return None
    priced = plan if item.texts["unit_amount"] is None else item
    if item.values["quantity"] is None or priced.values["unit_amount"] is None:
        return None
    quantity, price = number(item, "quantity"), number(priced, "unit_amount")
    return None if min(quantity, price) < 0 else rounded(quantity * price * _factor(plan))


def monthly_mrr(item: Record, known: Quarantine) -> Decimal | None:
    """The monthly list amount at the constant rate, null when it cannot be computed."""
    amount, plan = monthly_list(item, known), known.plan_of(item)
    if amount is None or plan is None or amount >= MONTHLY_LIMIT:
        return None
    rate = known.constant_rate(plan.values["currency"])
    return None if rate is None else rounded(Fraction(amount) * rate)


def number(record: Record, column: str) -> Fraction:
    """A number as the warehouse keeps it: 6 places, 12 of a rate, half away from zero."""
    value = record.values[column]
    assert isinstance(value, (Decimal, int))
    if column == "rate":
        return Fraction(rounded(Fraction(value) * 10**6)) / 10**6
    return Fraction(rounded(Fraction(value)))


def _index(records: list[Record], columns: tuple[str, ...]) -> Index:
    index: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for record in records:
        values = tuple(record.values[column] for column in columns)
        if None not in values:
            index[values].append(record)
    return index


def _constant_day(policy: Policy) -> date:
    last_complete_month = add_months(Calendar(policy.as_of_date).last_month, -1)
    return policy.fx_rate_date or last_day(last_complete_month)


def _rate_date(rate: Record) -> date:
    day = rate.values["rate_date"]
    assert isinstance(day, date)
    return day


def _is_monthly(plan: Record) -> bool:
    if plan.values["charge_type"] != "recurring" or interval_fault(plan):
        return False
    return not plan.is_unreadable("billing_interval_count")


def _count(plan: Record) -> int:
    count = plan.values["billing_interval_count"]
    return count if isinstance(count, int) else 1


def _factor(plan: Record) -> Fraction:
    return PER_MONTH[str(plan.values["billing_interval"])] / _count(plan)
