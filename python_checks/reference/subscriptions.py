"""Each subscription's life, cut at the days on which something changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.policy import Policy
from python_checks.reference.company import (
    Company,
    Discount,
    ItemVersion,
    Pause,
    Plan,
    Subscription,
)
from python_checks.reference.dates import NEVER, Span
from python_checks.reference.discounts import PricedItem, net_amounts
from python_checks.reference.links import Families
from python_checks.reference.money import ZERO
from python_checks.reference.prices import (
    ExchangeRates,
    monthly_factor,
    monthly_list,
    unit_price,
)
from python_checks.reference.states import Amount, ItemState, Stretch, stretch, stretch_on
from python_checks.reference.usage import Meter, read_meter

DURATIONS: Mapping[str, tuple[str, ...]] = {
    "recurring": ("repeating", "forever"),
    "all": ("once", "repeating", "forever"),
    "forever_only": ("forever",),
    "none": (),
}


@dataclass(frozen=True)
class History:
    """A subscription as stretches in the order of days; before the first one it has no MRR."""

    subscription: Subscription
    stretches: tuple[Stretch, ...]

    def on(self, day: date) -> Stretch:
        """The stretch that contains the day."""
        return stretch_on(self.stretches, day)

    def first_paid(self) -> Decimal:
        """The MRR of the first day with MRR above 0, 0 when there is none or it never comes."""
        paid = (part.mrr for part in self.stretches if part.mrr > 0 and part.start < NEVER)
        return next(paid, ZERO)


@dataclass(frozen=True)
class Line:
    """A version of an item while its subscription runs, with its plan."""

    version: ItemVersion
    plan: Plan
    priced: PricedItem

    @property
    def is_metered(self) -> bool:
        """Whether its amount is what was used, not its price."""
        return self.plan.charge_type == "usage"


@dataclass(frozen=True)
class Contract:
    """All that is known of one subscription."""

    subscription: Subscription
    lines: Sequence[Line]
    discounts: Sequence[Discount]
    pauses: Sequence[Pause]
    rates: ExchangeRates
    meter: Meter


def read_histories(
    company: Company, families: Families, rates: ExchangeRates, policy: Policy
) -> list[tuple[str, History]]:
    """Each subscription that counts with the surviving customer it is billed to (M12, M13)."""
    meter = read_meter(company, policy)
    return [
        (
            families.survivor[subscription.customer_id],
            _history(_contract(company, rates, meter, policy, subscription)),
        )
        for subscription in company.subscriptions
        if not _is_test(company, families, subscription)
    ]


def _is_test(company: Company, families: Families, subscription: Subscription) -> bool:
    billed = subscription.customer_id
    return company.customers[billed].is_test or company.customers[families.survivor[billed]].is_test


def _contract(
    company: Company,
    rates: ExchangeRates,
    meter: Meter,
    policy: Policy,
    subscription: Subscription,
) -> Contract:
    subscription_id = subscription.subscription_id
    versions = company.items.get(subscription_id, [])
    discounts = company.discounts.get(subscription_id, [])
    durations = DURATIONS[policy.discounts_in_mrr]
    pauses = company.pauses.get(subscription_id, [])
    return Contract(
        subscription,
        [
            _line(version, company.plans[version.plan_id], subscription)
            for version in versions
            if _counts(company.plans.get(version.plan_id), rates, meter)
        ],
        [discount for discount in discounts if discount.duration in durations],
        [] if policy.paused_mrr == "keep" else pauses,
        rates,
        meter,
    )


def _counts(plan: Plan | None, rates: ExchangeRates, meter: Meter) -> bool:
    if plan is None or rates.constant(plan.currency) is None:
        return False
    return plan.charge_type == "recurring" or (plan.charge_type == "usage" and meter.counts)


def _line(version: ItemVersion, plan: Plan, subscription: Subscription) -> Line:
    priced = PricedItem(
        item_id=version.item_id,
        in_force=version.validity.within(subscription.service),
        currency=plan.currency,
        factor=monthly_factor(plan),
        list_mrr=monthly_list(version, plan),
    )
    return Line(version, plan, priced)


def _history(contract: Contract) -> History:
    untried = [stretch(day, _states(contract, day)) for day in _days_of_change(contract)]
    first_day = _first_day_that_counts(contract.subscription, untried)
    return History(contract.subscription, tuple(_from(first_day, part) for part in untried))


def _days_of_change(contract: Contract) -> list[date]:
    days = {day for span in _spans(contract) for day in span.edges()}
    trial = contract.subscription.trial
    if trial and trial.ends_on:
        days.add(trial.ends_on)
    for line in contract.lines:
        if line.is_metered:
            days |= contract.meter.days_of_change(line.version.item_id)
    return sorted(days | contract.rates.days_of_change())


def _spans(contract: Contract) -> list[Span]:
    spans = [line.priced.in_force for line in contract.lines]
    spans += [discount.running for discount in contract.discounts]
    return spans + [pause.paused for pause in contract.pauses]


def _states(contract: Contract, day: date) -> list[ItemState]:
    in_force = [line for line in contract.lines if line.priced.in_force.contains(day)]
    fixed = [line for line in in_force if not line.is_metered]
    nets = net_amounts([line.priced for line in fixed], contract.discounts, day)
    is_paused = any(pause.paused.contains(day) for pause in contract.pauses)
    states = [
        _state(line, [_amount(line.priced, net)], is_paused)
        for line, net in zip(fixed, nets, strict=True)
    ]
    states += [
        _state(line, _used(line, contract, day), is_paused) for line in in_force if line.is_metered
    ]
    return [state.valued(contract.rates, day) for state in states]


def _amount(priced: PricedItem, net: Decimal) -> Amount:
    return Amount(priced.currency, priced.list_mrr, priced.list_mrr - net)


def _used(line: Line, contract: Contract, day: date) -> list[Amount]:
    used = contract.meter.amounts(line.version.item_id, day)
    return [Amount(currency, amount, ZERO) for currency, amount in sorted(used.items())]


def _state(line: Line, amounts: Iterable[Amount], is_paused: bool) -> ItemState:
    return ItemState(
        item_id=line.version.item_id,
        subscription_id=line.version.subscription_id,
        plan_id=line.plan.plan_id,
        product_id=line.plan.product_id,
        currency=line.plan.currency,
        quantity=Fraction(0) if line.is_metered else line.version.quantity,
        unit_price=unit_price(line.version, line.plan),
        factor=line.priced.factor,
        amounts=tuple(amounts),
        is_paused=is_paused,
    )


def _first_day_that_counts(subscription: Subscription, untried: Iterable[Stretch]) -> date:
    trial = subscription.trial
    if trial is None or _has_paid_before(trial.first_day, untried):
        return date.min
    return trial.ends_on or date.max


def _has_paid_before(day: date, untried: Iterable[Stretch]) -> bool:
    return any(part.mrr > 0 and part.start < day for part in untried)


def _from(first_day: date, part: Stretch) -> Stretch:
    return part if part.start >= first_day else stretch(part.start, ())
