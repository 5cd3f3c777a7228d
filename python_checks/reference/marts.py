"""From raw tables to every mart, in the order in which a reader would do it by hand."""

from decimal import localcontext

from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables
from python_checks.reference.cohorts import cohort_rows
from python_checks.reference.company import Company, read_company
from python_checks.reference.dates import Calendar
from python_checks.reference.dimensions import customer_rows, dimension_values, plan_rows
from python_checks.reference.links import Families, read_families
from python_checks.reference.money import WIDE
from python_checks.reference.movements import customer_month_rows, customer_months
from python_checks.reference.mrr_months import Books, mrr_month_rows
from python_checks.reference.prices import read_rates
from python_checks.reference.retention import retention_rows, segment_retention_rows
from python_checks.reference.snapshots import read_snapshots, read_timelines
from python_checks.reference.subscriptions import read_histories


def compute_marts(raw: RawTables, policy: Policy) -> Marts:
    """Every mart as rows sorted by their grain; money and rates have 6 decimal places.

    Rows are taken as valid. Items whose subscription or plan does not exist, or whose currency
    has no constant rate, are left out. Raises ValueError when a required value is empty or
    cannot be read.
    """
    with localcontext(WIDE):
        company = read_company(raw, policy)
        families = read_families(company.customers)
        return _marts(company, families, _books(company, families, policy), policy)


def _books(company: Company, families: Families, policy: Policy) -> Books:
    calendar, rates = Calendar(policy.as_of_date), read_rates(company, policy)
    histories = read_histories(company, families, rates)
    timelines = read_timelines(histories)
    snapshots = read_snapshots(timelines, calendar)
    return Books(calendar, rates, [history for _, history in histories], timelines, snapshots)


def _marts(company: Company, families: Families, books: Books, policy: Policy) -> Marts:
    snapshots, calendar, windows = books.snapshots, books.calendar, policy.retention_windows
    months = customer_months(snapshots, books.timelines, policy.late_renewal_days)
    values = dimension_values(company, snapshots, policy.customer_dimensions)
    return {
        "dim_customers": customer_rows(company, families, snapshots, calendar),
        "dim_plans": plan_rows(company),
        "fct_customer_months": customer_month_rows(months, calendar),
        "metrics_mrr_monthly": mrr_month_rows(books, months),
        "metrics_retention_monthly": retention_rows(snapshots, calendar, windows),
        "metrics_retention_monthly_by_segment": segment_retention_rows(
            snapshots, calendar, windows, values
        ),
        "metrics_retention_by_cohort": cohort_rows(snapshots, calendar),
    }
