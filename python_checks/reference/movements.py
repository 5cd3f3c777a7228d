"""How each customer's MRR moved from month-end to month-end (section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from python_checks.policy import Policy
from python_checks.reference.dates import Calendar, add_months, last_day, months_between
from python_checks.reference.levels import Level
from python_checks.reference.money import ZERO
from python_checks.reference.snapshots import Snapshots, Timeline


@dataclass(frozen=True)
class CustomerMonth:
    """A month in which a customer opens or closes above 0."""

    customer_id: str
    month: date
    opening: Decimal
    closing: Decimal
    movement: str
    cohort_month: date
    is_late_renewal: bool = False

    @property
    def change(self) -> Decimal:
        """Negative when MRR is lost."""
        return self.closing - self.opening


def movement(opening: Decimal, closing: Decimal, has_paid_before: bool) -> str:
    """The name of a change: zeros first, sizes last."""
    if opening == 0:
        return "reactivation" if has_paid_before else "new"
    if closing == 0:
        return "churn"
    if closing == opening:
        return "unchanged"
    return "expansion" if closing > opening else "contraction"


def cohort_months(snapshots: Snapshots) -> dict[str, date]:
    """The month of the first month-end with MRR, for each customer that ever had one."""
    cohorts: dict[str, date] = {}
    for month, snapshot in snapshots.items():
        for customer_id in snapshot:
            cohorts.setdefault(customer_id, month)
    return cohorts


def customer_months(level: Level, policy: Policy) -> list[CustomerMonth]:
    """Every customer's months in order, returns told apart by how long they took."""
    rows: list[CustomerMonth] = []
    for customer_id, cohort_month in sorted(cohort_months(level.snapshots).items()):
        own = _months_of(customer_id, cohort_month, level.snapshots)
        rows += _with_returns(own, level.timelines[customer_id], policy)
    return rows


def _months_of(customer_id: str, cohort_month: date, snapshots: Snapshots) -> list[CustomerMonth]:
    rows, opening = [], ZERO
    for month in snapshots:
        closing = snapshots[month].get(customer_id, ZERO)
        if opening or closing:
            name = movement(opening, closing, has_paid_before=month > cohort_month)
            rows.append(CustomerMonth(customer_id, month, opening, closing, name, cohort_month))
        opening = closing
    return rows


def _with_returns(
    rows: Sequence[CustomerMonth], timeline: Timeline, policy: Policy
) -> list[CustomerMonth]:
    known = {row.month: row for row in rows}
    for left, returned in pairwise(rows):
        if returned.movement == "reactivation":
            days = _days_away(left, timeline)
            if _is_forgotten(days, policy):
                known[returned.month] = replace(returned, movement="new")
            elif days <= policy.late_renewal_days:
                known[left.month] = replace(known[left.month], is_late_renewal=True)
                known[returned.month] = replace(returned, is_late_renewal=True)
    return list(known.values())


def _is_forgotten(days_away: int, policy: Policy) -> bool:
    window = policy.reactivation_window_days
    return window is not None and days_away > window


def _days_away(left: CustomerMonth, timeline: Timeline) -> int:
    last_paid_reading = last_day(add_months(left.month, -1))
    churn_day = timeline.first_day_unpaid(last_paid_reading)
    return_day = timeline.first_day_paid(churn_day) if churn_day else None
    if churn_day is None or return_day is None:
        raise ValueError(f"{left.customer_id} never left or never came back")
    return (return_day - churn_day).days


def customer_month_rows(
    rows: Sequence[CustomerMonth], calendar: Calendar
) -> list[dict[str, object]]:
    """The mart `fct_customer_months`."""
    return [
        {
            "customer_id": row.customer_id,
            "month_start": row.month,
            "month_end": last_day(row.month),
            "opening_mrr": row.opening,
            "closing_mrr": row.closing,
            "mrr_change": row.change,
            "movement": row.movement,
            "cohort_month": row.cohort_month,
            "months_since_cohort": months_between(row.cohort_month, row.month),
            "is_late_renewal": row.is_late_renewal,
            "is_complete_month": calendar.is_complete(row.month),
        }
        for row in rows
    ]
