"""Who the customers are and what the plans cost."""

from collections.abc import Iterable, Mapping
from datetime import date

from python_checks.reference.company import Company, Customer, Plan
from python_checks.reference.dates import Calendar
from python_checks.reference.links import Families
from python_checks.reference.money import ZERO
from python_checks.reference.movements import cohort_months
from python_checks.reference.prices import monthly_unit_amount
from python_checks.reference.snapshots import Snapshots

UNKNOWN = "unknown"


def customer_rows(
    company: Company, families: Families, snapshots: Snapshots, calendar: Calendar
) -> list[dict[str, object]]:
    """The mart `dim_customers`: figures stand on the survivor, a merged account has none."""
    cohorts, last_paid = cohort_months(snapshots), _last_paid_months(snapshots)
    return [
        {
            **_description(customer),
            "ultimate_parent_id": families.ultimate_parent[customer_id],
            "surviving_customer_id": families.survivor[customer_id],
            **_figures(customer_id, cohorts.get(customer_id), snapshots, calendar),
            "last_paid_month": last_paid.get(customer_id),
        }
        for customer_id, customer in sorted(company.customers.items())
    ]


def plan_rows(company: Company) -> list[dict[str, object]]:
    """The mart `dim_plans`: what a product without a row is called stays null."""
    return [_plan_row(company, plan) for _, plan in sorted(company.plans.items())]


def dimension_values(
    company: Company, snapshots: Snapshots, dimensions: Iterable[str]
) -> dict[str, dict[str, str]]:
    """For each dimension the current value of every customer that ever pays."""
    payers = cohort_months(snapshots)
    return {
        dimension: {payer: _value(company.customers[payer], dimension) for payer in payers}
        for dimension in dimensions
    }


def _value(customer: Customer, dimension: str) -> str:
    return getattr(customer, dimension) or UNKNOWN


def _last_paid_months(snapshots: Snapshots) -> Mapping[str, date]:
    return {customer_id: month for month, paid in snapshots.items() for customer_id in paid}


def _description(customer: Customer) -> dict[str, object]:
    return {
        "customer_id": customer.customer_id,
        "customer_name": customer.name,
        "parent_customer_id": customer.parent_id,
        "segment": customer.segment,
        "country": customer.country,
        "industry": customer.industry,
        "acquisition_channel": customer.acquisition_channel,
        "is_test": customer.is_test,
        "is_inferred": customer.is_inferred,
    }


def _figures(
    customer_id: str, cohort_month: date | None, snapshots: Snapshots, calendar: Calendar
) -> dict[str, object]:
    current_mrr = snapshots.get(calendar.last_month, {}).get(customer_id, ZERO)
    return {
        "cohort_month": cohort_month,
        "cohort_mrr": snapshots[cohort_month][customer_id] if cohort_month else None,
        "current_mrr": current_mrr,
        "is_active": current_mrr > 0,
    }


def _plan_row(company: Company, plan: Plan) -> dict[str, object]:
    product = company.products.get(plan.product_id)
    return {
        "plan_id": plan.plan_id,
        "plan_name": plan.name,
        "product_id": plan.product_id,
        "product_name": product.name if product else None,
        "product_family": product.family if product else None,
        "charge_type": plan.charge_type,
        "billing_interval": plan.interval,
        "billing_interval_count": plan.interval_count,
        "currency": plan.currency,
        "monthly_unit_amount": monthly_unit_amount(plan),
    }
