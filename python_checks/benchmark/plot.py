"""A small log-log plot as SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 220, 30, 44
COLOURS = ("#1b6ca8", "#3aa17e", "#d1495b", "#7d7d7d")

Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """A labelled line; both coordinates of its points are above 0."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Scale:
    """Whole powers of ten from the first to the last, laid on pixels."""

    first: int
    last: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        share = (log10(value) - self.first) / (self.last - self.first)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(self.first, self.last + 1)]


def scale_over(values: Sequence[float], start: float, end: float) -> Scale:
    """The powers of ten that enclose the values, two at least."""
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    return Scale(first, max(last, first + 1), start, end)


def log_log_plot(unit: str, lines: Sequence[Series]) -> str:
    """An SVG image of some lines over the number of customers; `unit` is that of the height."""
    points = [point for line in lines for point in line.points]
    across = scale_over([point[0] for point in points], LEFT, WIDTH - RIGHT)
    upward = scale_over([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = [*axes(across, upward, unit)]
    for place, line in enumerate(lines):
        parts += drawn(line, COLOURS[place % len(COLOURS)], place, across, upward)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>{"".join(parts)}</svg>'
    )


def axes(across: Scale, upward: Scale, unit: str) -> Iterator[str]:
    """The grid at the powers of ten, with what they stand for."""
    for tick in across.ticks:
        x = across.at(tick)
        yield f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        yield text(x, HEIGHT - BOTTOM + 18, f"{tick:,.0f}", "middle")
    for tick in upward.ticks:
        y = upward.at(tick)
        yield f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield text(LEFT - 6, y + 4, f"{tick:,g}", "end")
    yield text(LEFT, TOP - 12, unit, "middle")
    yield text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "customers", "middle")


def drawn(line: Series, colour: str, place: int, across: Scale, upward: Scale) -> Iterator[str]:
    """One line with its dots and its label at the right."""
    pixels = [(across.at(x), upward.at(y)) for x, y in line.points]
    path = " ".join(f"{x},{y}" for x, y in pixels)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in pixels:
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>'
    y = TOP + 20 * place + 10
    yield f'<circle cx="{WIDTH - RIGHT + 20}" cy="{y}" r="4" fill="{colour}"/>'
    yield text(WIDTH - RIGHT + 30, y + 4, line.label, "start")


def text(x: float, y: float, words: str, anchor: str) -> str:
    """Words at a place."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#333">{words}</text>'
