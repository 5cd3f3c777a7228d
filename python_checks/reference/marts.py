"""From raw tables to every mart, in the order in which a reader would do it by hand."""

from decimal import localcontext

from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables
from python_checks.reference.account_health import account_health_rows, health_month_rows
from python_checks.reference.accounts import read_accounts
from python_checks.reference.cohorts import cohort_rows
from python_checks.reference.company import Company, read_company
from python_checks.reference.data_quality import rejected_rows, table_rows
from python_checks.reference.dates import Calendar
from python_checks.reference.dimensions import customer_rows, dimension_values, plan_rows
from python_checks.reference.driver_rows import driver_rows, movement_month_rows, movement_rows
from python_checks.reference.engagement import read_engagement
from python_checks.reference.health import health_rows
from python_checks.reference.levels import Level, read_level
from python_checks.reference.links import Families, read_families
from python_checks.reference.money import WIDE
from python_checks.reference.movements import customer_month_rows, customer_months
from python_checks.reference.mrr_months import Books, mrr_month_rows
from python_checks.reference.prices import read_rates
from python_checks.reference.quarantine import quarantine
from python_checks.reference.retention import retention_rows, segment_retention_rows
from python_checks.reference.subscriptions import read_histories

MARTS_BY_LEVEL = (
    "fct_customer_months",
    "fct_mrr_movements",
    "metrics_mrr_monthly",
    "metrics_mrr_movements_monthly",
    "metrics_retention_monthly",
    "metrics_retention_monthly_by_segment",
    "metrics_retention_by_cohort",
    "metrics_retention_health",
)


def compute_marts(raw: RawTables, policy: Policy) -> Marts:
    """Every mart as rows sorted by their grain; money and rates have 6 decimal places.

    Rows are taken as valid. Items whose subscription or plan does not exist, or whose currency
    has no constant rate, are left out. Raises ValueError when a required value is empty or
    cannot be read.
    """
    with localcontext(WIDE):
        known = quarantine(raw, policy)
        usable = known.usable_tables()
        company = read_company(usable, policy)
        families = read_families(company.customers)
        books = _books(company, families, policy)
        return {
            **_marts(company, families, books, policy),
            **_health(usable, company, families, books, policy),
            "rejected_records": rejected_rows(known),
            "data_quality_summary": table_rows(known),
        }


def _books(company: Company, families: Families, policy: Policy) -> Books:
    calendar, rates = Calendar(policy.as_of_date), read_rates(company, policy)
    histories = read_histories(company, families, rates, policy)
    accounts = read_accounts(histories, rates, policy)
    return Books(calendar, rates, [history for _, history in histories], accounts)


def _marts(company: Company, families: Families, books: Books, policy: Policy) -> Marts:
    customers = read_level("customer", books.accounts, families, books.calendar)
    marts: Marts = {
        "dim_customers": customer_rows(company, families, customers.snapshots, books.calendar),
        "dim_plans": plan_rows(company),
        **{mart: [] for mart in MARTS_BY_LEVEL},
    }
    for name in policy.reporting_levels:
        level = read_level(name, books.accounts, families, books.calendar)
        for mart, rows in _marts_of(level, company, books, policy).items():
            marts[mart] += [{"reporting_level": name, **row} for row in rows]
    return marts


def _health(
    usable: RawTables, company: Company, families: Families, books: Books, policy: Policy
) -> Marts:
    """The marts of account health, which know customers only, not families."""
    if "customer" not in policy.reporting_levels:
        return {"dim_account_health": [], "metrics_health_monthly": []}
    known, calendar = read_engagement(usable, families, policy), books.calendar
    level = read_level("customer", books.accounts, families, calendar)
    return {
        "dim_account_health": account_health_rows(known, level, company, calendar, policy),
        "metrics_health_monthly": health_month_rows(known, level, calendar, policy),
    }


def _marts_of(level: Level, company: Company, books: Books, policy: Policy) -> Marts:
    snapshots, calendar, windows = level.snapshots, books.calendar, policy.retention_windows
    months = customer_months(level, policy)
    drivers = driver_rows(books, level, months)
    values = dimension_values(company, snapshots, policy.customer_dimensions)
    return {
        "fct_customer_months": customer_month_rows(months, calendar),
        "fct_mrr_movements": movement_rows(drivers),
        "metrics_mrr_monthly": mrr_month_rows(books, level, months),
        "metrics_mrr_movements_monthly": movement_month_rows(drivers),
        "metrics_retention_monthly": retention_rows(snapshots, calendar, windows),
        "metrics_retention_monthly_by_segment": segment_retention_rows(
            snapshots, calendar, windows, values
        ),
        "metrics_retention_by_cohort": cohort_rows(snapshots, calendar),
        "metrics_retention_health": health_rows(snapshots, calendar, values, policy),
    }
