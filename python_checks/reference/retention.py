"""NRR, GRR and logo churn of windows, from the same customers at two month-ends (section 4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from python_checks.reference.dates import Calendar, add_months
from python_checks.reference.money import ratio, total
from python_checks.reference.snapshots import Snapshot, Snapshots

Pair = tuple[Decimal, Decimal]
Figures = dict[str, object]

MONTHS_AVERAGED = 12


class Window:
    """The customers of a window's base: each one's MRR at its start and at its end."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        changes = [end - start for start, end in pairs if end]
        lost = [start for start, end in pairs if not end]
        self.customers = len(pairs)
        self.churned_customers = len(lost)
        self.starting = total(start for start, _ in pairs)
        self.expansion = total(change for change in changes if change > 0)
        self.contraction = total(change for change in changes if change < 0)
        self.churned = -total(lost)
        self.ending = total(end for _, end in pairs)
        self.retained = total(min(start, end) for start, end in pairs)

    def figures(self) -> Figures:
        """Counts, amounts and their ratios; the ratios of an empty base are null."""
        return {
            "starting_customers": self.customers,
            "starting_mrr": self.starting,
            "expansion_mrr": self.expansion,
            "contraction_mrr": self.contraction,
            "churned_mrr": self.churned,
            "ending_mrr": self.ending,
            "retained_mrr": self.retained,
            "churned_customers": self.churned_customers,
            "net_revenue_retention": ratio(self.ending, self.starting),
            "gross_revenue_retention": ratio(self.retained, self.starting),
            "logo_churn_rate": ratio(self.churned_customers, self.customers),
        }


def retention_rows(
    snapshots: Snapshots, calendar: Calendar, windows: Iterable[int]
) -> list[Figures]:
    """The mart `metrics_retention_monthly`."""
    return [row for months in windows for row in _rows_of_window(snapshots, calendar, months)]


def segment_retention_rows(
    snapshots: Snapshots,
    calendar: Calendar,
    windows: Sequence[int],
    values: Mapping[str, Mapping[str, str]],
) -> list[Figures]:
    """The mart `metrics_retention_monthly_by_segment`.

    `values` holds for each dimension the value of every customer that ever pays.
    """
    return [
        {"dimension": dimension, "dimension_value": value, **row}
        for dimension, value_of in values.items()
        for value, part in parts(snapshots, value_of).items()
        for months in windows
        for row in _rows_of_window(part, calendar, months)
    ]


def parts(snapshots: Snapshots, value_of: Mapping[str, str]) -> dict[str, dict[date, Snapshot]]:
    """The snapshots of the customers of each value, every month in each of them."""
    split: dict[str, dict[date, Snapshot]] = {
        value: {month: {} for month in snapshots} for value in sorted(set(value_of.values()))
    }
    for month, snapshot in snapshots.items():
        for customer_id, mrr in snapshot.items():
            split[value_of[customer_id]][month][customer_id] = mrr
    return split


def _rows_of_window(snapshots: Snapshots, calendar: Calendar, months: int) -> Iterator[Figures]:
    windows: list[Window] = []
    for month, snapshot in snapshots.items():
        base = snapshots.get(add_months(month, -months))
        if base is not None:
            windows.append(Window(_pairs(base, snapshot)))
            yield {
                "month_start": month,
                "window_months": months,
                **windows[-1].figures(),
                **_averages(windows[-MONTHS_AVERAGED:]),
                "is_complete_month": calendar.is_complete(month),
            }


def _pairs(base: Snapshot, snapshot: Snapshot) -> list[Pair]:
    return [(mrr, snapshot.get(customer_id, Decimal(0))) for customer_id, mrr in base.items()]


def _averages(windows: Sequence[Window]) -> Figures:
    starting = total(window.starting for window in windows)
    ending = total(window.ending for window in windows)
    retained = total(window.retained for window in windows)
    churned = sum(window.churned_customers for window in windows)
    return {
        "average_net_revenue_retention": ratio(ending, starting),
        "average_gross_revenue_retention": ratio(retained, starting),
        "average_logo_churn_rate": ratio(churned, sum(window.customers for window in windows)),
    }
