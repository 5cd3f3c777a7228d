"""Each subscription's life, cut at the days on which something changes."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.reference.company import Company, Discount, ItemVersion, Pause, Subscription
from python_checks.reference.discounts import PricedItem, net_amounts
from python_checks.reference.links import Families
from python_checks.reference.money import rounded, total
from python_checks.reference.prices import ExchangeRates, monthly_factor, monthly_list


@dataclass(frozen=True)
class Charge:
    """An item's monthly net in its own currency, and its MRR in the reporting currency."""

    currency: str
    net: Decimal
    mrr: Decimal


@dataclass(frozen=True)
class Stretch:
    """Days from `start` to the next stretch, all with the same charges above 0."""

    start: date
    charges: tuple[Charge, ...]
    mrr: Decimal


@dataclass(frozen=True)
class History:
    """A subscription as stretches in the order of days; before the first one it has no MRR."""

    subscription: Subscription
    stretches: tuple[Stretch, ...]

    def on(self, day: date) -> Stretch | None:
        """The stretch that contains the day, null before the first one."""
        count = bisect_right(self.stretches, day, key=lambda stretch: stretch.start)
        return self.stretches[count - 1] if count else None

    def first_paid(self) -> Decimal | None:
        """The MRR of the first day with MRR above 0, null when there is none."""
        return next((stretch.mrr for stretch in self.stretches if stretch.mrr > 0), None)


def read_histories(
    company: Company, families: Families, rates: ExchangeRates
) -> list[tuple[str, History]]:
    """Each subscription that counts with the surviving customer it is billed to (M12, M13)."""
    return [
        (families.survivor[subscription.customer_id], _history(company, rates, subscription))
        for subscription in company.subscriptions
        if not _is_test(company, families, subscription)
    ]


def _is_test(company: Company, families: Families, subscription: Subscription) -> bool:
    billed = subscription.customer_id
    return company.customers[billed].is_test or company.customers[families.survivor[billed]].is_test


def _history(company: Company, rates: ExchangeRates, subscription: Subscription) -> History:
    items = _priced_items(company, rates, subscription)
    discounts = company.discounts.get(subscription.subscription_id, [])
    pauses = company.pauses.get(subscription.subscription_id, [])
    days = _days_of_change(subscription, items, discounts, pauses)
    untried = [_stretch(day, items, discounts, pauses, rates) for day in days]
    first_day = _first_day_that_counts(subscription, untried)
    return History(subscription, tuple(_from(first_day, stretch) for stretch in untried))


def _priced_items(
    company: Company, rates: ExchangeRates, subscription: Subscription
) -> list[PricedItem]:
    return [
        _priced(company, version, subscription)
        for version in company.items.get(subscription.subscription_id, [])
        if _is_recurring(company, rates, version)
    ]


def _is_recurring(company: Company, rates: ExchangeRates, version: ItemVersion) -> bool:
    plan = company.plans.get(version.plan_id)
    if plan is None or plan.charge_type != "recurring":
        return False
    return rates.constant(plan.currency) is not None


def _priced(company: Company, version: ItemVersion, subscription: Subscription) -> PricedItem:
    plan = company.plans[version.plan_id]
    return PricedItem(
        item_id=version.item_id,
        in_force=version.validity.within(subscription.service),
        currency=plan.currency,
        factor=monthly_factor(plan),
        list_mrr=monthly_list(version, plan),
    )


def _days_of_change(
    subscription: Subscription,
    items: Iterable[PricedItem],
    discounts: Iterable[Discount],
    pauses: Iterable[Pause],
) -> list[date]:
    spans = [item.in_force for item in items]
    spans += [discount.running for discount in discounts]
    spans += [pause.paused for pause in pauses]
    days = {day for span in spans for day in span.edges()}
    if subscription.trial and subscription.trial.ends_on:
        days.add(subscription.trial.ends_on)
    return sorted(days)


def _stretch(
    day: date,
    items: Iterable[PricedItem],
    discounts: Sequence[Discount],
    pauses: Iterable[Pause],
    rates: ExchangeRates,
) -> Stretch:
    if any(pause.paused.contains(day) for pause in pauses):
        return _empty(day)
    in_force = [item for item in items if item.in_force.contains(day)]
    nets = net_amounts(in_force, discounts, day)
    charges = tuple(
        Charge(item.currency, net, _in_reporting_currency(item.currency, net, rates))
        for item, net in zip(in_force, nets, strict=True)
        if net > 0
    )
    return Stretch(day, charges, total(charge.mrr for charge in charges))


def _empty(day: date) -> Stretch:
    return Stretch(day, (), total(()))


def _in_reporting_currency(currency: str, net: Decimal, rates: ExchangeRates) -> Decimal:
    rate = rates.constant(currency)
    return rounded(Fraction(net) * (rate or 0))


def _first_day_that_counts(subscription: Subscription, untried: Iterable[Stretch]) -> date:
    trial = subscription.trial
    if trial is None or _has_paid_before(trial.first_day, untried):
        return date.min
    return trial.ends_on or date.max


def _has_paid_before(day: date, untried: Iterable[Stretch]) -> bool:
    return any(stretch.charges and stretch.start < day for stretch in untried)


def _from(first_day: date, stretch: Stretch) -> Stretch:
    return stretch if stretch.start >= first_day else _empty(stretch.start)
