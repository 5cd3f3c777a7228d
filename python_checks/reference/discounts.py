"""What discounts take off the monthly list amount of items on one day (M9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, prod

from python_checks.reference.company import Discount
from python_checks.reference.dates import Span
from python_checks.reference.money import MILLION, ZERO, from_millionths, rounded


@dataclass(frozen=True)
class PricedItem:
    """A version of a recurring item while its subscription runs: `list_mrr` in `currency`."""

    item_id: str
    in_force: Span
    currency: str
    factor: Fraction
    list_mrr: Decimal


def net_amounts(
    items: Sequence[PricedItem], discounts: Sequence[Discount], day: date
) -> list[Decimal]:
    """The monthly amounts after discounts of the items in force on the day, in their order."""
    running = [discount for discount in discounts if discount.running.contains(day)]
    if not running:
        return [item.list_mrr for item in items]
    shares = _shares(items, [discount for discount in running if discount.item_id is None])
    return [
        item.list_mrr - min(item.list_mrr, _own_part(item, running) + share)
        for item, share in zip(items, shares, strict=True)
    ]


def _own_part(item: PricedItem, running: Iterable[Discount]) -> Decimal:
    hitting = [discount for discount in running if discount.item_id in (None, item.item_id)]
    own = [discount for discount in hitting if discount.item_id is not None]
    fixed = _fixed_amounts(own).get(item.currency, Fraction(0))
    return _percent_part(item, hitting) + rounded(fixed * item.factor)


def _percent_part(item: PricedItem, hitting: Iterable[Discount]) -> Decimal:
    left = prod(1 - discount.share_off for discount in hitting if discount.share_off is not None)
    return rounded(Fraction(item.list_mrr) * (1 - left))


def _fixed_amounts(discounts: Iterable[Discount]) -> Mapping[str, Fraction]:
    added: dict[str, Fraction] = {}
    for discount in discounts:
        if discount.amount_off is not None and discount.currency is not None:
            before = added.get(discount.currency, Fraction(0))
            added[discount.currency] = before + discount.amount_off
    return added


def _shares(items: Sequence[PricedItem], whole: Iterable[Discount]) -> list[Decimal]:
    shares = [ZERO] * len(items)
    for currency, amount in _fixed_amounts(whole).items():
        places = [place for place, item in enumerate(items) if item.currency == currency]
        parts = _spread(amount, [items[place] for place in places])
        for place, part in zip(places, parts, strict=True):
            shares[place] = part
    return shares


def _spread(amount: Fraction, items: Sequence[PricedItem]) -> list[Decimal]:
    weights = [Fraction(item.list_mrr) for item in items]
    whole = sum(weights)
    if not whole:
        return [ZERO] * len(items)
    exact = [
        MILLION * amount * weight / whole * item.factor
        for item, weight in zip(items, weights, strict=True)
    ]
    return _by_largest_remainder(exact, [item.item_id for item in items])


def _by_largest_remainder(exact: Sequence[Fraction], item_ids: Sequence[str]) -> list[Decimal]:
    millionths = [floor(part) for part in exact]
    missing = floor(sum(exact, Fraction(1, 2))) - sum(millionths)
    by_remainder = sorted(
        range(len(exact)), key=lambda place: (millionths[place] - exact[place], item_ids[place])
    )
    for place in by_remainder[:missing]:
        millionths[place] += 1
    return [from_millionths(count) for count in millionths]
