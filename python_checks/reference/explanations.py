"""What drove each change, the second part: amounts by product and driver that sum to it exactly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from python_checks.reference.drivers import Amounts, Move, Moves, Position, Positions
from python_checks.reference.money import ZERO, total
from python_checks.reference.movements import CustomerMonth
from python_checks.reference.prices import ExchangeRates

AFTER_LIST = {"discount": 1, "pause": 2, "resume": 2}

ByProduct = Mapping[str, Amounts]


def explained(
    row: CustomerMonth,
    opening: Positions,
    closing: Positions,
    rates: ExchangeRates,
    opening_day: date,
) -> ByProduct:
    """The change of a customer's month: product -> driver -> amount, none of them 0."""
    if row.opening and row.closing:
        by_product = _moved(Moves(opening, closing, rates, opening_day).all())
    else:
        by_product = _from_or_to_zero(row, opening, closing)
    return {product_id: _without_zeros(amounts) for product_id, amounts in by_product.items()}


def _from_or_to_zero(row: CustomerMonth, opening: Positions, closing: Positions) -> ByProduct:
    at_zero, paused = (opening, "resume") if row.opening == 0 else (closing, "pause")
    driver = _cause(at_zero, paused) or row.movement
    changes: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for position in closing.values():
        changes[position.state.product_id] += position.value
    for position in opening.values():
        changes[position.state.product_id] -= position.value
    return {product_id: {driver: change} for product_id, change in changes.items()}


def _cause(at_zero: Positions, paused: str) -> str | None:
    charged = [position.state for position in at_zero.values() if position.state.has_list]
    if any(state.is_paused for state in charged):
        return paused
    return "discount" if charged else None


def _moved(moves: Iterable[Move]) -> ByProduct:
    of_product: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        of_product[move.product_id].append(move)
    return {product_id: _amounts(own) for product_id, own in of_product.items()}


def _amounts(moves: Iterable[Move]) -> Amounts:
    opened = [position for move in moves for position in move.opened]
    closed = [position for move in moves for position in move.closed]
    amounts = _without_zeros({**_listed(moves), **_reductions(opened, closed)})
    change = _value(closed) - _value(opened)
    last = max(amounts, key=_place, default="price")
    amounts[last] = amounts.get(last, ZERO) + change - total(amounts.values())
    return amounts


def _listed(moves: Iterable[Move]) -> Amounts:
    amounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for move in moves:
        for driver, amount in move.listed.items():
            amounts[driver] += amount
    return amounts


def _reductions(opened: Iterable[Position], closed: Iterable[Position]) -> Amounts:
    discounted = _discounted(opened) - _discounted(closed)
    paused = _paused(opened) - _paused(closed)
    return {"discount": discounted, "resume" if paused > 0 else "pause": paused}


def _place(driver: str) -> tuple[int, str]:
    return AFTER_LIST.get(driver, 0), driver


def _without_zeros(amounts: Amounts) -> Amounts:
    return {driver: amount for driver, amount in amounts.items() if amount}


def _value(positions: Iterable[Position]) -> Decimal:
    return total(position.value for position in positions)


def _discounted(positions: Iterable[Position]) -> Decimal:
    return total(position.discounted for position in positions)


def _paused(positions: Iterable[Position]) -> Decimal:
    return total(position.paused for position in positions)
