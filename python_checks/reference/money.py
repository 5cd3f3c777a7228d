"""Exact money: fractions on the way, six places where the definitions round (principle 4)."""

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

ZERO = Decimal("0.000000")
SIX_PLACES = Decimal("0.000001")
MILLION = 10**6

# A ratio of two numbers of up to 28 digits that is no tie at 6 places lies further than
# 1e-35 from one, so that 80 digits always round it as the exact ratio would be rounded.
WIDE = Context(prec=80, rounding="ROUND_HALF_UP")


def rounded(value: Fraction) -> Decimal:
    """The amount with 6 decimal places, half away from zero."""
    doubled = 2 * abs(value.numerator) * MILLION
    millionths = (doubled + value.denominator) // (2 * value.denominator)
    return from_millionths(millionths if value >= 0 else -millionths)


def from_millionths(millionths: int) -> Decimal:
    """The amount that is so many millionths of a unit."""
    return Decimal(millionths).scaleb(-6, WIDE)


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> Decimal | None:
    """The rate with 6 decimal places; null over an empty base (principle 5)."""
    if not denominator:
        return None
    return WIDE.divide(Decimal(numerator), Decimal(denominator)).quantize(SIX_PLACES, context=WIDE)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts, 0 when there are none."""
    return sum(amounts, ZERO)
