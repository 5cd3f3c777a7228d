"""What drove each change, the first part: how items moved between two reading days (section 3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from python_checks.reference.money import ZERO, rounded, total
from python_checks.reference.prices import ExchangeRates
from python_checks.reference.states import ItemState

Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Position:
    """An item at a reading day, in the reporting currency; `value` is its MRR."""

    state: ItemState
    listed: Decimal
    discounted: Decimal
    paused: Decimal
    value: Decimal


Positions = Mapping[str, Position]


@dataclass(frozen=True)
class Move:
    """What items became of what; its whole change stands on one product.

    `listed` has the drivers of the change of list amounts.
    """

    product_id: str
    listed: Amounts
    opened: Sequence[Position]
    closed: Sequence[Position]


def read_positions(states: Iterable[ItemState], rates: ExchangeRates, day: date) -> Positions:
    """The items in force at a reading day, by item."""
    return {state.item_id: _position(state, rates, day) for state in states}


def _position(state: ItemState, rates: ExchangeRates, day: date) -> Position:
    return Position(
        state=state,
        listed=state.listed(rates, day),
        discounted=state.discounted(rates, day),
        paused=state.net(rates, day) if state.is_paused else ZERO,
        value=state.mrr,
    )


class Moves:
    """How the items of one customer moved; every item at either day is in exactly one move."""

    def __init__(
        self, opening: Positions, closing: Positions, rates: ExchangeRates, opening_day: date
    ) -> None:
        self.opening, self.closing = opening, closing
        self._rates, self._opening_day = rates, opening_day
        self._ended = {key: opening[key] for key in opening if key not in closing}
        self._begun = {key: closing[key] for key in closing if key not in opening}

    def all(self) -> list[Move]:
        """The moves, by the rules of the definitions in their order."""
        kept = [self._kept(self.opening[key], self.closing[key]) for key in self._in_both()]
        return [*kept, *self._swaps(), *self._migrations(), *self._others()]

    def _in_both(self) -> list[str]:
        return [key for key in self.opening if key in self.closing]

    def _kept(self, old: Position, new: Position) -> Move:
        change = new.listed - old.listed
        if new.state.plan_id != old.state.plan_id:
            return Move(new.state.product_id, {"plan": change}, [old], [new])
        quantity = self._quantity_part(old.state, new.state)
        listed = {"quantity": quantity, "price": change - quantity}
        return Move(new.state.product_id, listed, [old], [new])

    def _quantity_part(self, old: ItemState, new: ItemState) -> Decimal:
        part = rounded((new.quantity - old.quantity) * old.unit_price * old.factor)
        return self._rates.mrr(old.currency, part, self._opening_day)

    def _swaps(self) -> list[Move]:
        ended = _grouped(self._ended, "subscription_id")
        begun = _grouped(self._begun, "subscription_id")
        return [
            self._plan_change(_largest(begun[key]).state.product_id, ended[key], begun[key])
            for key in ended
            if key in begun
        ]

    def _migrations(self) -> list[Move]:
        ended, begun = _grouped(self._ended, "product_id"), _grouped(self._begun, "product_id")
        return [
            self._plan_change(product_id, ended[product_id], begun[product_id])
            for product_id in ended
            if product_id in begun and self._has_left_a_subscription(product_id, ended[product_id])
        ]

    def _has_left_a_subscription(self, product_id: str, ended: Iterable[Position]) -> bool:
        staying = {
            self.opening[key].state.subscription_id
            for key in self._in_both()
            if self.opening[key].state.product_id == product_id
        }
        return any(position.state.subscription_id not in staying for position in ended)

    def _plan_change(
        self, product_id: str, ended: Sequence[Position], begun: Sequence[Position]
    ) -> Move:
        for position in ended:
            del self._ended[position.state.item_id]
        for position in begun:
            del self._begun[position.state.item_id]
        change = _listed(begun) - _listed(ended)
        return Move(product_id, {"plan": change}, ended, begun)

    def _others(self) -> list[Move]:
        had, has = _products(self.opening), _products(self.closing)
        begun = [
            _begun(position, "quantity" if position.state.product_id in had else "cross_sell")
            for position in self._begun.values()
        ]
        ended = [
            _ended(position, "quantity" if position.state.product_id in has else "product_removed")
            for position in self._ended.values()
        ]
        return begun + ended


def _begun(position: Position, driver: str) -> Move:
    return Move(position.state.product_id, {driver: position.listed}, [], [position])


def _ended(position: Position, driver: str) -> Move:
    return Move(position.state.product_id, {driver: -position.listed}, [position], [])


def _grouped(positions: Positions, attribute: str) -> dict[str, list[Position]]:
    grouped: dict[str, list[Position]] = defaultdict(list)
    for position in positions.values():
        grouped[getattr(position.state, attribute)].append(position)
    return dict(grouped)


def _largest(positions: Iterable[Position]) -> Position:
    return min(positions, key=lambda position: (-position.listed, position.state.item_id))


def _listed(positions: Iterable[Position]) -> Decimal:
    return total(position.listed for position in positions)


def _products(positions: Positions) -> set[str]:
    return {position.state.product_id for position in positions.values()}
