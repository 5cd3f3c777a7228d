"""What items are on one day: what they are of, how much, and what that is worth a month."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from python_checks.reference.money import ZERO, total
from python_checks.reference.prices import ExchangeRates


@dataclass(frozen=True)
class Amount:
    """A monthly list amount in `currency` and what discounts take off it."""

    currency: str
    listed: Decimal
    discount: Decimal

    @property
    def net(self) -> Decimal:
        """What is left after discounts."""
        return self.listed - self.discount


@dataclass(frozen=True)
class ItemState:
    """An item in force; usage may have amounts in several currencies, a plan's price has one.

    The quantity of usage is 0: its amount has no price. `mrr` is the net in the reporting currency
    at the rates of the day, 0 while it is paused.
    """

    item_id: str
    subscription_id: str
    plan_id: str
    product_id: str
    currency: str
    quantity: Fraction
    unit_price: Fraction
    factor: Fraction
    amounts: tuple[Amount, ...]
    is_paused: bool
    mrr: Decimal = ZERO

    @property
    def has_list(self) -> bool:
        """Whether there is something to pay before discounts and pauses."""
        return any(amount.listed > 0 for amount in self.amounts)

    def valued(self, rates: ExchangeRates, day: date) -> "ItemState":
        """The same item with its MRR at the rates used on the day."""
        return replace(self, mrr=ZERO if self.is_paused else self.net(rates, day))

    def listed(self, rates: ExchangeRates, day: date) -> Decimal:
        """The list amount in the reporting currency."""
        return self._converted(lambda amount: amount.listed, rates, day)

    def discounted(self, rates: ExchangeRates, day: date) -> Decimal:
        """What discounts take off, in the reporting currency."""
        return self._converted(lambda amount: amount.discount, rates, day)

    def net(self, rates: ExchangeRates, day: date) -> Decimal:
        """What discounts leave, in the reporting currency, paused or not."""
        return self._converted(lambda amount: amount.net, rates, day)

    def _converted(
        self, part: Callable[[Amount], Decimal], rates: ExchangeRates, day: date
    ) -> Decimal:
        return total(rates.mrr(amount.currency, part(amount), day) for amount in self.amounts)


@dataclass(frozen=True)
class Stretch:
    """Days from `start` to the next stretch, all with the same items in force."""

    start: date
    states: tuple[ItemState, ...]
    mrr: Decimal


def stretch(start: date, states: Iterable[ItemState]) -> Stretch:
    """A stretch with its MRR, the sum of its items'."""
    in_force = tuple(states)
    return Stretch(start, in_force, total(state.mrr for state in in_force))


def stretch_on(stretches: Sequence[Stretch], day: date) -> Stretch:
    """The stretch that contains the day; before the first one nothing is in force."""
    count = bisect_right(stretches, day, key=lambda known: known.start)
    return stretches[count - 1] if count else NOTHING


NOTHING = Stretch(date.min, (), ZERO)
