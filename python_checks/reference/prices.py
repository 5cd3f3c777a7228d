"""Monthly list amounts (M2, M3) and exchange rates (M11)."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.policy import Policy
from python_checks.reference.company import Company, ItemVersion, Plan
from python_checks.reference.dates import Calendar, add_months, last_day
from python_checks.reference.money import rounded

PER_MONTH: Mapping[str, Fraction] = {
    "day": Fraction(365, 12),
    "week": Fraction(52, 12),
    "month": Fraction(1),
    "quarter": Fraction(1, 3),
    "year": Fraction(1, 12),
}


@dataclass(frozen=True)
class ExchangeRates:
    """Reporting-currency units per 1 unit of a currency, by the day they were set."""

    dated: Mapping[str, list[tuple[date, Fraction]]]
    reporting_currency: str
    constant_day: date

    def on(self, currency: str, day: date) -> Fraction | None:
        """The latest rate set on or before the day; 1 for the reporting currency."""
        if currency == self.reporting_currency:
            return Fraction(1)
        dated = self.dated.get(currency, [])
        count = bisect_right(dated, day, key=lambda known: known[0])
        return dated[count - 1][1] if count else None

    def constant(self, currency: str) -> Fraction | None:
        """The one rate for all months: the one on the last day of the last complete month."""
        return self.on(currency, self.constant_day)


def read_rates(company: Company, policy: Policy) -> ExchangeRates:
    """The company's rates with the day of the constant ones."""
    last_complete_month = add_months(Calendar(policy.as_of_date).last_month, -1)
    return ExchangeRates(company.rates, policy.reporting_currency, last_day(last_complete_month))


def monthly_factor(plan: Plan) -> Fraction:
    """What a price per billing interval is multiplied with to be a price per month (M3)."""
    per_month = PER_MONTH.get(plan.interval or "")
    if per_month is None:
        raise ValueError(f"plan {plan.plan_id} has no billing interval of {list(PER_MONTH)}")
    return per_month / plan.interval_count


def monthly_unit_amount(plan: Plan) -> Decimal | None:
    """The plan's price per unit and month, null for one that is charged once."""
    if plan.charge_type == "one_time":
        return None
    return rounded(plan.unit_amount * monthly_factor(plan))


def monthly_list(version: ItemVersion, plan: Plan) -> Decimal:
    """Quantity x unit price x factor, rounded once; the item's own price goes first (M2)."""
    price = plan.unit_amount if version.unit_amount is None else version.unit_amount
    return rounded(version.quantity * price * monthly_factor(plan))
