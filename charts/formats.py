"""How numbers, dates and definitions are written on the pages."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup, escape

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
MILLION, THOUSAND = Decimal(1_000_000), Decimal(1_000)
WHOLE_BELOW = 10 * THOUSAND


def rounded(value: Decimal, places: int) -> str:
    """The value with `places` decimals, rounded half away from zero as in the marts."""
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    return text.replace("-", MINUS) if Decimal(text.replace(",", "")) else text.lstrip("-")


def money(value: Decimal | None) -> str:
    """An amount as a reader of a board wants it: 9.62 M, 801.7 k, 1,234."""
    if value is None:
        return DASH
    if abs(value) >= MILLION:
        return f"{rounded(value / MILLION, 2)}{THIN}M"
    if abs(value) >= WHOLE_BELOW:
        return f"{rounded(value / THOUSAND, 1)}{THIN}k"
    return rounded(value, 0)


def rate(value: Decimal | None, places: int = 1) -> str:
    """A fraction of 1 as a percentage: 110.4 %."""
    return DASH if value is None else f"{rounded(value * 100, places)}{THIN}%"


def ratio(value: Decimal | None) -> str:
    """A plain ratio: 10.1."""
    return DASH if value is None else rounded(value, 1)


def count(value: int | None) -> str:
    """A whole number: 1,240."""
    return DASH if value is None else f"{value:,}".replace("-", MINUS)


def counted(value: int, thing: str) -> str:
    """So many things: 1 customer, 642 customers."""
    return f"{count(value)} {thing}" if value == 1 else f"{count(value)} {thing}s"


def signed(text: str) -> str:
    """The text with its sign, so that gains and losses differ by more than a colour."""
    return text if text.startswith(MINUS) or not re.search("[1-9]", text) else f"+{text}"


def points(now: Decimal | None, before: Decimal | None) -> str:
    """By how many percentage points a rate changed: +1.2 points."""
    if now is None or before is None:
        return "no figure to compare with"
    return f"{signed(rounded((now - before) * 100, 1))} points"


def month(day: date) -> str:
    """A month in full: April 2026."""
    return f"{day:%B %Y}"


def short_month(day: date) -> str:
    """A month where room is short: Apr 2026."""
    return f"{day:%b %Y}"


def day(when: date | None) -> str:
    """A day in full: 20 May 2026."""
    return DASH if when is None else f"{when.day} {when:%B %Y}"


def short_day(when: date | None) -> str:
    """A day where room is short: 20 May 26."""
    return DASH if when is None else f"{when.day} {when:%b %y}"


def decimal(total: Decimal | int) -> Decimal:
    """A sum as a decimal, also the one of no rows."""
    return Decimal(total)


def percent_number(value: Decimal) -> str:
    """A fraction of 1 in whole percents without the sign, for the cells of a heat map: 104."""
    return rounded(value * 100, 0)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """A ratio of two amounts or two counts; None for an empty whole."""
    return Decimal(part) / Decimal(whole) if whole else None


def words(name: str | None) -> str:
    """A name of the warehouse as words: cross_sell is Cross sell."""
    text = DASH if name is None else name.replace("_", " ")
    return text[:1].upper() + text[1:]


def value_name(value: str | None) -> str:
    """A value of a dimension as words; what is an abbreviation stays one: DE, SMB."""
    return value.upper() if value and len(value) <= len("smb") else words(value)


def parts(definition: str) -> tuple[str, str]:
    """The first sentence of a definition, and the rest; tables are left to the docs site."""
    blocks = [block for block in definition.strip().split("\n\n") if not block.startswith("|")]
    first, *rest = re.split(r"(?<=[.?])\s+(?=[A-Z`])", blocks[0], maxsplit=1)
    return first, "\n\n".join([*rest, *blocks[1:]])


def sentence(definition: str) -> Markup:
    """The first sentence of a definition."""
    return marked_up(parts(definition)[0].rstrip(":"))


def more(definition: str) -> Markup:
    """What a definition says after its first sentence, in paragraphs; empty when nothing."""
    blocks = filter(None, parts(definition)[1].split("\n\n"))
    return Markup("").join(Markup("<p>{}</p>").format(marked_up(block)) for block in blocks)


def marked_up(text: str) -> Markup:
    """Bold and code of Markdown as HTML."""
    safe = str(escape(text))
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    return Markup(re.sub(r"`(.+?)`", r"<code>\1</code>", safe))


FILTERS = {
    function.__name__: function
    for function in (
        *(money, rate, ratio, count, counted, signed, month, short_month),
        *(day, short_day, decimal, percent_number, words, value_name),
        *(sentence, more),
    )
}
