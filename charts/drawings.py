"""The charts, as Vega-Lite: blue is a gain, orange a loss, and the sign says so too."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from charts.formats import money, month, rate, share, signed

Spec = dict[str, Any]
Row = Mapping[str, Any]

INK, MUTED, LINE = "#16212e", "#5b6b7c", "#e3e8ee"
BLUE, LIGHT_BLUE, PALE_BLUE = "#0b62a4", "#5aa9dd", "#cfe3f3"
ORANGE, LIGHT_ORANGE, GREY = "#c8540a", "#f0a45d", "#8a97a6"

YEARS = ("#7b4fa3", "#0f8f8c", "#b08900", "#8a97a6", "#5aa9dd", "#c8540a")
FEW_COHORTS = 12
DARK_BELOW = 125

CONFIG: Spec = {
    "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelPadding": 6,
    },
    "axisX": {"grid": False, "labelFlush": 25},
}

MOVEMENTS = {
    "new_mrr": ("New", BLUE),
    "expansion_mrr": ("Expansion", LIGHT_BLUE),
    "reactivation_mrr": ("Reactivation", PALE_BLUE),
    "contraction_mrr": ("Contraction", LIGHT_ORANGE),
    "churn_mrr": ("Churn", ORANGE),
}
HEALTH = {"red": ORANGE, "yellow": LIGHT_ORANGE, "green": BLUE}
STEPS = ("new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr", "churn_mrr")

MONTH_AXIS: Spec = {
    "field": "month",
    "type": "temporal",
    "title": None,
    "axis": {
        "format": "%b %Y",
        "labelOverlap": "greedy",
        "labelSeparation": 14,
        "tickCount": {"interval": "month", "step": 3},
    },
}


# "0", not "0k"; the sign only where gains and losses stand on one axis.
MONEY_AXIS: Spec = {"labelExpr": "datum.value ? format(datum.value, '~s') : '0'", "tickCount": 5}
CHANGE_AXIS: Spec = {"labelExpr": "datum.value ? format(datum.value, '+~s') : '0'"}
RATE_AXIS: Spec = {"labelExpr": "format(datum.value, '.1~%')", "tickCount": 5}


OPEN_IS_PALE: Spec = {"condition": {"test": "datum.open", "value": 0.45}, "value": 1}


def plain(value: object) -> object:
    """A decimal or a date as JSON has it; only drawings use it, numbers are written as text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a chart cannot hold {value!r}")


def sized(height: int, **parts: Any) -> Spec:
    """A drawing as wide as its place on the page."""
    fits = {"type": "fit-x", "contains": "padding"}
    return {"width": "container", "height": height, "autosize": fits, **parts}


def waterfall(row: Row) -> Spec:
    """From opening to closing MRR of a month, downwards; the axis starts near the smaller total."""
    bars = waterfall_bars(row)
    floor, high = floor_of(bars), max(bar["end"] for bar in bars)
    room = (high - floor) * 2 / 5  # to the right, for the labels
    for bar in bars:
        bar["low"] = floor if bar["kind"] == "total" else bar["low"]
    steps = {
        "field": "step",
        "type": "nominal",
        "sort": [bar["step"] for bar in bars],
        "title": None,
        "axis": {"labelColor": INK, "labelFontSize": 13},
    }
    amount = {"type": "quantitative", "scale": {"domain": [floor, high + room], "nice": False}}
    axis = {"axis": {**MONEY_AXIS, "grid": True, "tickCount": 4}, "title": None}
    return sized(
        330,
        data={"values": bars},
        encoding={"y": steps},
        layer=[
            {
                "mark": {"type": "bar", "cornerRadius": 2, "height": {"band": 0.62}},
                "encoding": {
                    "x": {**amount, **axis, "field": "low"},
                    "x2": {"field": "high"},
                    "color": colour_of("kind", {"total": GREY, "gain": BLUE, "loss": ORANGE}),
                    "tooltip": [{"field": "step"}, {"field": "text", "title": "MRR"}],
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK},
                "encoding": {"x": {**amount, "field": "end"}, "text": {"field": "text"}},
            },
        ],
    )


def floor_of(bars: Sequence[Row]) -> Decimal:
    """Where the axis of a waterfall starts: at 0, or so near the totals that steps can be seen."""
    low: Decimal = min(min(bar["low"], bar["high"]) for bar in bars)
    high: Decimal = max(bar["end"] for bar in bars)
    return max(Decimal(0), low - ((high - low) / 4 or high / 20))


def waterfall_bars(row: Row) -> list[Spec]:
    """Opening, one bar per movement from where the last one ended, closing."""
    bars = [bar_of("Opening", Decimal(0), row["opening_mrr"], "total", money(row["opening_mrr"]))]
    reached = row["opening_mrr"]
    for column in STEPS:
        change = row[column]
        kind = "gain" if change >= 0 else "loss"
        label = MOVEMENTS[column][0]
        bars.append(bar_of(label, reached, reached + change, kind, signed(money(change))))
        reached += change
    bars.append(bar_of("Closing", Decimal(0), reached, "total", money(reached)))
    return bars


def bar_of(step: str, low: Decimal, high: Decimal, kind: str, text: str) -> Spec:
    """One bar; its label stands at the right end."""
    start = high if kind == "total" else low
    return {
        **{"step": step, "low": start, "high": high},
        **{"end": max(start, high), "kind": kind, "text": text},
    }


def colour_of(field: str, colours: Mapping[str, str]) -> Spec:
    """Fixed colours for the values of a field; the legend is the page's, since it has to wrap."""
    scale = {"domain": list(colours), "range": list(colours.values())}
    return {"field": field, "type": "nominal", "scale": scale, "legend": None}


def of_month(row: Row) -> Spec:
    """What every drawing over time says of a row's month."""
    is_open = not row["is_complete_month"]
    name = month(row["month_start"])
    return {
        **{"month": row["month_start"], "open": is_open},
        "when": f"{name}, open" if is_open else name,
    }


def movements(rows: Sequence[Row]) -> Spec:
    """Gains above zero, losses below, month by month; the open month is pale."""
    values = [
        {
            **of_month(row),
            **{"movement": label, "mrr": row[column]},
            "text": signed(money(row[column])),
        }
        for row in rows[1:]
        for column, (label, _) in MOVEMENTS.items()
    ]
    return sized(
        300,
        data={"values": values},
        layer=[
            {
                "mark": {"type": "bar", "width": {"band": 0.82}},
                "encoding": {
                    "x": {**MONTH_AXIS, "timeUnit": "yearmonth", "bandPosition": 0.5},
                    "y": {
                        "field": "mrr",
                        "type": "quantitative",
                        "title": None,
                        "axis": CHANGE_AXIS,
                    },
                    "color": colour_of("movement", dict(MOVEMENTS.values())),
                    "opacity": OPEN_IS_PALE,
                    "tooltip": [
                        {"field": "when", "title": "Month"},
                        {"field": "movement", "title": "Movement"},
                        {"field": "text", "title": "MRR"},
                    ],
                },
            },
            {"mark": {"type": "rule", "color": MUTED}, "encoding": {"y": {"datum": 0}}},
        ],
    )


def health(rows: Sequence[Row]) -> Spec:
    """MRR by health where it is known, month by month, the worst at the bottom."""
    values = [
        {**of_month(row), "health": row["health"], "mrr": row["mrr"], "text": money(row["mrr"])}
        for row in rows
        if row["health"] in HEALTH
    ]
    order = {name: place for place, name in enumerate(HEALTH)}
    return sized(
        230,
        data={"values": [{**value, "order": order[value["health"]]} for value in values]},
        mark={"type": "bar", "width": {"band": 0.82}},
        encoding={
            "x": {**MONTH_AXIS, "timeUnit": "yearmonth", "bandPosition": 0.5},
            "y": {"field": "mrr", "type": "quantitative", "title": None, "axis": MONEY_AXIS},
            "color": colour_of("health", HEALTH),
            "order": {"field": "order"},
            "opacity": OPEN_IS_PALE,
            "tooltip": [
                {"field": "when", "title": "Month"},
                {"field": "health", "title": "Health"},
                {"field": "text", "title": "MRR"},
            ],
        },
    )


def growth(rows: Sequence[Row]) -> Spec:
    """MRR at each month-end; the open month hangs on with a dashed line."""
    values = [
        {
            **of_month(row),
            "mrr": row["closing_mrr"],
            "text": money(row["closing_mrr"]),
        }
        for row in rows
    ]
    return sized(
        220,
        data={"values": values},
        encoding={
            "x": MONTH_AXIS,
            "y": {
                "field": "mrr",
                "type": "quantitative",
                "title": None,
                "axis": MONEY_AXIS,
            },
            "tooltip": [
                {"field": "when", "title": "Month"},
                {"field": "text", "title": "MRR"},
            ],
        },
        layer=[
            {"mark": {"type": "area", "color": PALE_BLUE, "opacity": 0.6}},
            {"mark": {"type": "line", "color": BLUE, "strokeWidth": 1.5, "strokeDash": [3, 3]}},
            {
                "transform": [{"filter": "!datum.open"}],
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5},
            },
            {
                "transform": [{"filter": "datum.open"}],
                "mark": {"type": "point", "fill": "white", "stroke": BLUE, "size": 60},
            },
        ],
    )


def net_and_gross(rows: Sequence[Row]) -> Spec:
    """NRR and GRR of one window, the gap between them shaded."""
    values = [
        {
            **of_month(row),
            "nrr": row["net_revenue_retention"],
            "grr": row["gross_revenue_retention"],
            "nrr_text": rate(row["net_revenue_retention"]),
            "grr_text": rate(row["gross_revenue_retention"]),
        }
        for row in rows
        if row["net_revenue_retention"] is not None
    ]
    tooltip = [
        {"field": "when", "title": "To the end of"},
        {"field": "nrr_text", "title": "NRR"},
        {"field": "grr_text", "title": "GRR"},
    ]
    scale = {"scale": {"zero": False, "nice": True}, "type": "quantitative", "title": None}
    lines = [
        layer
        for field, colour in (("nrr", BLUE), ("grr", ORANGE))
        for layer in rate_line(field, colour, scale, tooltip)
    ]
    return sized(
        230,
        data={"values": values},
        encoding={"x": MONTH_AXIS},
        layer=[
            {
                "mark": {"type": "area", "color": LIGHT_BLUE, "opacity": 0.22},
                "encoding": {
                    "y": {**scale, "field": "nrr", "axis": RATE_AXIS},
                    "y2": {"field": "grr"},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3]},
                "encoding": {
                    "y": {**scale, "datum": 1},
                    "x": {"value": 0},
                    "x2": {"value": "width"},
                },
            },
            *lines,
        ],
    )


def rate_line(field: str, colour: str, scale: Spec, tooltip: Sequence[Spec]) -> list[Spec]:
    """A line, dashed on to the hollow point of the open month."""
    across = {"y": {**scale, "field": field}, "tooltip": list(tooltip)}
    line = {"type": "line", "color": colour}
    return [
        {"mark": {**line, "strokeWidth": 1.5, "strokeDash": [3, 3]}, "encoding": across},
        {
            "transform": [{"filter": "!datum.open"}],
            "mark": {**line, "strokeWidth": 2.5},
            "encoding": across,
        },
        {
            "transform": [{"filter": "datum.open"}],
            "mark": {"type": "point", "fill": "white", "stroke": colour, "size": 60},
            "encoding": across,
        },
    ]


def logo_churn(rows: Sequence[Row]) -> Spec:
    """Logo churn of one window; the open month is pale."""
    values = [
        {
            **of_month(row),
            "churn": row["logo_churn_rate"],
            "text": f"{rate(row['logo_churn_rate'])}, {row['churned_customers']}"
            f" of {row['starting_customers']}",
        }
        for row in rows
        if row["logo_churn_rate"] is not None
    ]
    return sized(
        230,
        data={"values": values},
        mark={"type": "bar", "color": ORANGE, "width": {"band": 0.8}},
        encoding={
            "x": {**MONTH_AXIS, "timeUnit": "yearmonth", "bandPosition": 0.5},
            "y": {
                "field": "churn",
                "type": "quantitative",
                "title": None,
                "axis": RATE_AXIS,
            },
            "opacity": OPEN_IS_PALE,
            "tooltip": [
                {"field": "when", "title": "To the end of"},
                {"field": "text", "title": "Logo churn"},
            ],
        },
    )


def curve(rows: Sequence[Row], numerator: str, denominator: str) -> list[Spec]:
    """The points of cohort curves: ratios of sums by age, of a year's cohorts or of all."""
    return [
        {
            "age": row["months_since_cohort"],
            "value": share(row[numerator], row[denominator]),
            "cohorts": row["cohorts"],
            "name": "all cohorts" if row["cohort_year"] is None else str(row["cohort_year"]),
            "few": row["cohort_year"] is None and row["cohorts"] < FEW_COHORTS,
        }
        for row in rows
    ]


def curve_colours(points: Sequence[Row]) -> dict[str, str]:
    """A colour per curve that has more than its start; ink for all cohorts together."""
    names = sorted({point["name"] for point in points if point["age"] > 0} - {"all cohorts"})
    return {"all cohorts": INK, **{name: YEARS[i % len(YEARS)] for i, name in enumerate(names)}}


def cohort_curves(points: Sequence[Row]) -> Spec:
    """What cohorts keep by age: a thin line per year of cohorts, a bold one for all."""
    colours = curve_colours(points)
    drawn = [point for point in points if point["name"] in colours]
    is_all = "datum.name == 'all cohorts'"
    return sized(
        280,
        data={"values": drawn},
        encoding={
            "x": {
                "field": "age",
                "type": "quantitative",
                "title": "months after the first paying month-end",
                "axis": {"tickMinStep": 3, "format": "d"},
                "scale": {"nice": False},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": False},
                "axis": RATE_AXIS,
            },
            "color": colour_of("name", colours),
            "tooltip": [
                {"field": "name", "title": "Cohorts of"},
                {"field": "age", "title": "Age in months"},
                {"field": "value", "title": "Kept", "format": ".1%"},
                {"field": "cohorts", "title": "Cohorts old enough"},
            ],
        },
        layer=[
            {
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3]},
                "encoding": {
                    "y": {"datum": 1},
                    "x": {"value": 0},
                    "x2": {"value": "width"},
                    "color": {"value": MUTED},
                    "tooltip": None,
                },
            },
            {
                "transform": [{"filter": f"!({is_all})"}],
                "mark": {"type": "line", "strokeWidth": 1.8},
            },
            {
                "transform": [{"filter": is_all}],
                "mark": {"type": "line", "strokeWidth": 1.5, "strokeDash": [3, 3]},
            },
            {
                "transform": [{"filter": f"{is_all} && !datum.few"}],
                "mark": {"type": "line", "strokeWidth": 3.5},
            },
        ],
    )


def mixed(value: Decimal) -> list[int]:
    """Red, green and blue of a heat map's cell: blue above 100 %, orange below, white at it."""
    distance = float(value) - 1
    strength = 0.85 * min(abs(distance) / 0.6, 1.0) ** 0.8
    end = (11, 98, 164) if distance > 0 else (200, 84, 10)
    return [round(255 + (part - 255) * strength) for part in end]


def shade(value: Decimal) -> str:
    """The background of a heat map's cell."""
    return "#" + "".join(f"{part:02x}" for part in mixed(value))


def ink_on(value: Decimal) -> str:
    """The ink that can be read on that background: dark, or light where it is dark itself."""
    red, green, blue = mixed(value)
    return "light" if 0.3 * red + 0.6 * green + 0.1 * blue < DARK_BELOW else "dark"
