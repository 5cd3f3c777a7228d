"""Monthly list amounts (M2, M3) and exchange rates (M11)."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.policy import Policy
from python_checks.reference.company import Company, ItemVersion, Plan
from python_checks.reference.dates import Calendar, add_months, last_day, month_of
from python_checks.reference.money import ZERO, rounded

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
    calendar: Calendar
    is_constant: bool

    def on(self, currency: str, day: date) -> Fraction | None:
        """The latest rate set on or before the day; 1 for the reporting currency."""
        if currency == self.reporting_currency:
            return Fraction(1)
        dated = self.dated.get(currency, [])
        count = bisect_right(dated, day, key=lambda known: known[0])
        return dated[count - 1][1] if count else None

    def constant(self, currency: str) -> Fraction | None:
        """The one rate for all months, set on or before the constant day."""
        return self.on(currency, self.constant_day)

    def used_on(self, currency: str, day: date) -> Fraction:
        """The rate that the policy wants for the day's month; 0 when the currency has none."""
        known = None if self.is_constant else self.on(currency, self._reading_day(day))
        return (self.constant(currency) if known is None else known) or Fraction(0)

    def mrr(self, currency: str, amount: Decimal, day: date) -> Decimal:
        """The amount in the reporting currency at the rate used on the day."""
        return self.converted(amount, self.used_on(currency, day))

    def converted(self, amount: Decimal, rate: Fraction) -> Decimal:
        """Amount x rate, rounded once."""
        if not amount:
            return ZERO
        return amount if rate == 1 else rounded(Fraction(amount) * rate)

    def days_of_change(self) -> set[date]:
        """The first days of months on which another rate may be used than before."""
        if self.is_constant:
            return set()
        days = {day for dated in self.dated.values() for day, _ in dated}
        return {month_of(day) for day in days if day <= self.calendar.as_of}

    def _reading_day(self, day: date) -> date:
        return self.calendar.reading_day(month_of(day))


def read_rates(company: Company, policy: Policy) -> ExchangeRates:
    """The company's rates with the day of the constant ones."""
    calendar = Calendar(policy.as_of_date)
    return ExchangeRates(
        dated=company.rates,
        reporting_currency=policy.reporting_currency,
        constant_day=policy.fx_rate_date or last_day(add_months(calendar.last_month, -1)),
        calendar=calendar,
        is_constant=policy.fx_mode == "constant",
    )


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


def unit_price(version: ItemVersion, plan: Plan) -> Fraction:
    """The price per unit and billing interval; the item's own goes first."""
    return plan.unit_amount if version.unit_amount is None else version.unit_amount


def monthly_list(version: ItemVersion, plan: Plan) -> Decimal:
    """Quantity x unit price x factor, rounded once (M2)."""
    return rounded(version.quantity * unit_price(version, plan) * monthly_factor(plan))
