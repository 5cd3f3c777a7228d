"""The charts of the pages, as Vega-Lite: blue is a gain, orange a loss, and the sign says so too."""

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
    "axisX": {"grid": False, "labelFlush": True},
    "legend": {
        "orient": "top",
        "title": None,
        "labelColor": INK,
        "labelFontSize": 12,
        "symbolType": "square",
        "columnPadding": 12,
    },
}

MOVEMENTS = {
    "new_mrr": ("New", BLUE),
    "expansion_mrr": ("Expansion", LIGHT_BLUE),
    "reactivation_mrr": ("Reactivation", PALE_BLUE),
    "contraction_mrr": ("Contraction", LIGHT_ORANGE),
    "churn_mrr": ("Churn", ORANGE),
}
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
    """From opening to closing MRR of a month; the axis starts near the smaller total."""
    bars = waterfall_bars(row)
    low = min(float(min(bar["low"], bar["high"])) for bar in bars)
    high = max(float(max(bar["low"], bar["high"])) for bar in bars)
    room = (high - low) * 0.18 or high * 0.05 or 1.0
    floor = max(0.0, low - 2 * room)
    for bar in bars:
        bar["low"] = floor if bar["kind"] == "total" else bar["low"]
    order = [bar["step"] for bar in bars]
    across = {"field": "step", "type": "nominal", "sort": order}
    axis = {"title": None, "axis": {"labelAngle": 0, "labelLimit": 110, "labelOverlap": False}}
    amount = {"type": "quantitative", "scale": {"domain": [floor, high + room]}}
    return sized(
        330,
        data={"values": bars},
        encoding={"x": {**across, **axis}},
        layer=[
            {
                "mark": {"type": "bar", "cornerRadius": 2, "width": {"band": 0.66}},
                "encoding": {
                    "y": {**amount, "field": "low", "axis": {"format": "~s", "title": None}},
                    "y2": {"field": "high"},
                    "color": colour_of("kind", {"total": GREY, "gain": BLUE, "loss": ORANGE}),
                    "tooltip": [{"field": "step"}, {"field": "text", "title": "MRR"}],
                },
            },
            {
                "mark": {"type": "text", "dy": -8, "fontSize": 12, "color": INK},
                "encoding": {
                    "y": {**amount, "field": "top"},
                    "text": {"field": "text"},
                },
            },
        ],
    )


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
    """One bar, its label above its upper end."""
    if kind != "total":
        top = max(low, high)
    else:
        top, low = high, high
    return {"step": step, "low": low, "high": high, "top": top, "kind": kind, "text": text}


def colour_of(field: str, colours: Mapping[str, str], legend: bool = False) -> Spec:
    """Fixed colours for the values of a field."""
    scale = {"domain": list(colours), "range": list(colours.values())}
    spec: Spec = {"field": field, "type": "nominal", "scale": scale}
    return spec if legend else {**spec, "legend": None}


def movements(rows: Sequence[Row]) -> Spec:
    """Gains above zero, losses below, month by month; the open month is pale."""
    values = [
        {
            "month": row["month_start"],
            "movement": label,
            "mrr": row[column],
            "open": not row["is_complete_month"],
            "when": month(row["month_start"]) + ("" if row["is_complete_month"] else ", open"),
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
                        "axis": {"format": "+~s"},
                    },
                    "color": colour_of("movement", dict(MOVEMENTS.values()), legend=True),
                    "opacity": {"condition": {"test": "datum.open", "value": 0.45}, "value": 1},
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


def growth(rows: Sequence[Row]) -> Spec:
    """MRR at each month-end; the open month hangs on with a dashed line."""
    values = [
        {
            "month": row["month_start"],
            "mrr": row["closing_mrr"],
            "open": not row["is_complete_month"],
            "when": month(row["month_start"]) + ("" if row["is_complete_month"] else ", open"),
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
                "axis": {"format": "~s", "tickCount": 5},
            },
            "tooltip": [
                {"field": "when", "title": "Month"},
                {"field": "text", "title": "MRR"},
            ],
        },
        layer=[
            {"mark": {"type": "area", "color": PALE_BLUE, "opacity": 0.6}},
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


def net_and_gross(rows: Sequence[Row], height: int = 260) -> Spec:
    """NRR and GRR of one window, the gap between them shaded."""
    values = [
        {
            "month": row["month_start"],
            "nrr": row["net_revenue_retention"],
            "grr": row["gross_revenue_retention"],
            "open": not row["is_complete_month"],
            "when": month(row["month_start"]) + ("" if row["is_complete_month"] else ", open"),
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
    percents = {"format": ".0%", "tickCount": 6}
    lines = [
        layer
        for field, label, colour in (("nrr", "NRR", BLUE), ("grr", "GRR", ORANGE))
        for layer in rate_line(field, label, colour, scale, tooltip)
    ]
    return sized(
        height,
        data={"values": values},
        encoding={"x": MONTH_AXIS},
        layer=[
            {
                "mark": {"type": "area", "color": LIGHT_BLUE, "opacity": 0.22},
                "encoding": {
                    "y": {**scale, "field": "nrr", "axis": percents},
                    "y2": {"field": "grr"},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3]},
                "encoding": {"y": {**scale, "datum": 1}, "x": {"value": 0}, "x2": {"value": "width"}},
            },
            *lines,
        ],
    )


def rate_line(
    field: str, label: str, colour: str, scale: Spec, tooltip: Sequence[Spec]
) -> list[Spec]:
    """A line, a hollow point for the open month, and the name at the end of the line."""
    across = {"y": {**scale, "field": field}, "tooltip": list(tooltip)}
    return [
        {
            "transform": [{"filter": "!datum.open"}],
            "mark": {"type": "line", "color": colour, "strokeWidth": 2.5},
            "encoding": across,
        },
        {
            "transform": [{"filter": "datum.open"}],
            "mark": {"type": "point", "fill": "white", "stroke": colour, "size": 60},
            "encoding": across,
        },
        {
            "transform": [
                {"window": [{"op": "row_number", "as": "position"}]},
                {"joinaggregate": [{"op": "count", "as": "length"}]},
                {"filter": "datum.position == datum.length"},
            ],
            "mark": {
                **{"type": "text", "align": "right", "dy": -12, "fontSize": 13},
                **{"fontWeight": "bold", "color": colour, "text": label},
            },
            "encoding": {"y": {**scale, "field": field}},
        },
    ]


def logo_churn(rows: Sequence[Row], height: int = 150) -> Spec:
    """Logo churn of one window; the open month is pale."""
    values = [
        {
            "month": row["month_start"],
            "churn": row["logo_churn_rate"],
            "open": not row["is_complete_month"],
            "when": month(row["month_start"]) + ("" if row["is_complete_month"] else ", open"),
            "text": f"{rate(row['logo_churn_rate'])}, {row['churned_customers']}"
            f" of {row['starting_customers']}",
        }
        for row in rows
        if row["logo_churn_rate"] is not None
    ]
    return sized(
        height,
        data={"values": values},
        mark={"type": "bar", "color": ORANGE, "width": {"band": 0.8}},
        encoding={
            "x": {**MONTH_AXIS, "timeUnit": "yearmonth", "bandPosition": 0.5},
            "y": {
                "field": "churn",
                "type": "quantitative",
                "title": None,
                "axis": {"format": ".0%", "tickCount": 4},
            },
            "opacity": {"condition": {"test": "datum.open", "value": 0.45}, "value": 1},
            "tooltip": [
                {"field": "when", "title": "To the end of"},
                {"field": "text", "title": "Logo churn"},
            ],
        },
    )


def curve(rows: Sequence[Row], numerator: str, denominator: str) -> list[Spec]:
    """The points of a cohort curve: ratios of sums by age."""
    return [
        {
            "age": row["months_since_cohort"],
            "value": share(row[numerator], row[denominator]),
            "year": row["cohort_year"],
        }
        for row in rows
    ]


def cohort_curves(averages: Sequence[Row], years: Sequence[Row]) -> Spec:
    """What cohorts keep by age: one pale line per year of cohorts, a bold one for all."""
    every = [{"age": row["age"], "value": row["value"], "name": "all"} for row in averages]
    values = [{"age": row["age"], "value": row["value"], "name": str(row["year"])} for row in years]
    names = sorted({value["name"] for value in values})
    shades = ["#7b4fa3", "#0f8f8c", "#b08900", "#8a97a6", "#5aa9dd", "#c8540a"]
    colours = {"all": INK, **dict(zip(names, shades, strict=False))}
    return sized(
        280,
        data={"values": values + every},
        layer=[
            {
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3]},
                "encoding": {"y": {"datum": 1}},
            },
            {
                "mark": {"type": "line"},
                "encoding": {
                    "x": {
                        "field": "age",
                        "type": "quantitative",
                        "title": "months after the first paying month-end",
                        "axis": {"tickMinStep": 3, "format": "d"},
                    },
                    "y": {
                        "field": "value",
                        "type": "quantitative",
                        "title": None,
                        "scale": {"zero": False},
                        "axis": {"format": ".0%", "tickCount": 6},
                    },
                    "color": colour_of("name", colours, legend=True),
                    "strokeWidth": {
                        "condition": {"test": "datum.name == 'all'", "value": 3.5},
                        "value": 1.5,
                    },
                    "tooltip": [
                        {"field": "name", "title": "Cohorts of"},
                        {"field": "age", "title": "Age in months"},
                        {"field": "value", "title": "Kept", "format": ".1%"},
                    ],
                },
            },
        ],
    )


def shade(value: Decimal) -> str:
    """The background of a heat map's cell: blue above 100 %, orange below, white at it."""
    distance = float(value) - 1
    strength = min(abs(distance) / 0.6, 1.0) ** 0.8
    end = (11, 98, 164) if distance > 0 else (200, 84, 10)
    return "#" + "".join(f"{round(255 + (part - 255) * strength * 0.85):02x}" for part in end)


def ink_on(value: Decimal) -> str:
    """The ink that can be read on that background."""
    return "light" if abs(float(value) - 1) > 0.42 else "dark"
