"""Metered usage as monthly amounts, when the policy counts it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.policy import Policy
from python_checks.reference.company import Company, UsageCharge
from python_checks.reference.dates import Calendar, add_months, month_of
from python_checks.reference.money import rounded

MONTHS_ADDED: Mapping[str, int] = {"none": 0, "last_month": 1, "average_3_months": 3}


@dataclass(frozen=True)
class Meter:
    """The usage of items in complete months; each day's amount is a mean of `months` of them."""

    months: int
    calendar: Calendar
    charges: Mapping[str, list[UsageCharge]]

    @property
    def counts(self) -> bool:
        """Whether usage is MRR at all."""
        return self.months > 0

    def amounts(self, item_id: str, day: date) -> dict[str, Decimal]:
        """The item's monthly list amounts by currency; none after the open month."""
        added: dict[str, Fraction] = defaultdict(Fraction)
        months = self._months_read(month_of(day))
        for charge in self.charges.get(item_id, []):
            if charge.month in months:
                added[charge.currency] += charge.amount
        return {currency: rounded(amount / self.months) for currency, amount in added.items()}

    def days_of_change(self, item_id: str) -> set[date]:
        """The first days of months in which the amount may be another one than before."""
        open_month = self.calendar.last_month
        months = [charge.month for charge in self.charges.get(item_id, [])]
        reached = {add_months(month, age) for month in months for age in range(self.months + 1)}
        return {*reached, open_month, add_months(open_month, 1)} if months else set()

    def _months_read(self, month: date) -> list[date]:
        if month > self.calendar.last_month:
            return []
        latest = month if self.calendar.is_complete(month) else add_months(month, -1)
        return [add_months(latest, -age) for age in range(self.months)]


def read_meter(company: Company, policy: Policy) -> Meter:
    """The usage of complete months, by item."""
    calendar = Calendar(policy.as_of_date)
    charges: dict[str, list[UsageCharge]] = defaultdict(list)
    for charge in company.usage:
        if calendar.is_complete(charge.month):
            charges[charge.item_id].append(charge)
    return Meter(MONTHS_ADDED[policy.usage_in_mrr], calendar, charges)
