"""What became of the customers acquired in the same month (section 4, acquisition cohorts)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from python_checks.reference.dates import Calendar, months_between
from python_checks.reference.money import ZERO, ratio, total
from python_checks.reference.movements import cohort_months
from python_checks.reference.snapshots import Snapshot, Snapshots


def cohort_rows(snapshots: Snapshots, calendar: Calendar) -> list[dict[str, object]]:
    """The mart `metrics_retention_by_cohort`: every cohort at every age up to the open month."""
    return [
        {
            "cohort_month": cohort_month,
            "months_since_cohort": months_between(cohort_month, month),
            "month_start": month,
            **_figures(members, snapshots[cohort_month], snapshots[month]),
            "is_complete_month": calendar.is_complete(month),
        }
        for cohort_month, members in _cohorts(snapshots).items()
        for month in calendar.months_from(cohort_month)
    ]


def _cohorts(snapshots: Snapshots) -> dict[date, list[str]]:
    cohorts: dict[date, list[str]] = defaultdict(list)
    for customer_id, month in cohort_months(snapshots).items():
        cohorts[month].append(customer_id)
    return cohorts


def _figures(members: Sequence[str], at_start: Snapshot, now: Snapshot) -> dict[str, object]:
    amounts: list[Decimal] = [now.get(customer_id, ZERO) for customer_id in members]
    starts = [at_start[customer_id] for customer_id in members]
    active = sum(amount > 0 for amount in amounts)
    mrr, cohort_mrr = total(amounts), total(starts)
    retained = total(map(min, amounts, starts))
    return {
        "cohort_customers": len(members),
        "cohort_mrr": cohort_mrr,
        "active_customers": active,
        "mrr": mrr,
        "retained_mrr": retained,
        "net_revenue_retention": ratio(mrr, cohort_mrr),
        "gross_revenue_retention": ratio(retained, cohort_mrr),
        "logo_retention_rate": ratio(active, len(members)),
        "logo_churn_rate": ratio(len(members) - active, len(members)),
    }
