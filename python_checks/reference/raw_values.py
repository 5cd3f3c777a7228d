"""Raw cells, whatever type a loader gave them, read through their text.

Dates are ISO texts, with or without a time and an offset; without one they are UTC. Numbers are
decimals, with or without an exponent. Spaces around either do not matter.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from python_checks.reference.dates import moment, plain_day

FIRST_MOMENT = datetime(1900, 1, 1)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
NUMBER_LIMIT = Decimal(10) ** 13
RATE_LIMIT = Decimal(10) ** 6
TRUTHS = ("true", "t", "yes", "y", "1")
FALSEHOODS = ("false", "f", "no", "n", "0")
SPACES = " \t\n\v\f\r"


def raw_text(value: object) -> str | None:
    """The text of a raw cell; an empty one is null."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def typed(text: str, kind: str) -> object:
    """The text as the type of its column in the contract.

    Raises ValueError when it does not parse, or is a date before 1900 or after 9999, a number of
    10^13 or more, a rate of 10^6 or more, or a count that is not whole.
    """
    return READERS[kind](text)


def _plain_ascii(text: str) -> str:
    if not text.isascii():
        raise ValueError(f"not a date, number or boolean: {text!r}")
    return text.strip(SPACES)


def _moment(text: str) -> datetime:
    try:
        read = moment(_plain_ascii(text)).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(f"no such year: {text!r}") from error
    if read < FIRST_MOMENT:
        raise ValueError(f"before 1900: {text!r}")
    return read


def _day(text: str) -> date:
    return plain_day(_moment(text))


def _number(text: str, limit: Decimal = NUMBER_LIMIT) -> Decimal:
    if not NUMBER.fullmatch(_plain_ascii(text)):
        raise ValueError(f"not a number: {text!r}")
    read = Decimal(_plain_ascii(text))
    if read.copy_abs() >= limit:
        raise ValueError(f"too large: {text!r}")
    return read


def _rate(text: str) -> Decimal:
    return _number(text, RATE_LIMIT)


def _whole_number(text: str) -> int:
    read = _number(text)
    if read != read.to_integral_value():
        raise ValueError(f"not a whole number: {text!r}")
    return int(read)


def _truth(text: str) -> bool:
    lower = _plain_ascii(text).lower()
    if lower not in TRUTHS + FALSEHOODS:
        raise ValueError(f"neither true nor false: {text!r}")
    return lower in TRUTHS


READERS: Mapping[str, Callable[[str], object]] = {
    "text": str,
    "boolean": _truth,
    "timestamp": _moment,
    "date": _day,
    "integer": _whole_number,
    "numeric(28, 6)": _number,
    "numeric(28, 12)": _rate,
}
