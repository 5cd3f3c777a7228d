"""What the worked examples share: a policy, customers that move between amounts, and look-ups."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from python_checks.builders import customer, item, plan, raw_tables, subscription, together
from python_checks.compiling import compile_project
from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables, Row
from python_checks.replay import replay

WORKED_POLICY = Policy(date(2026, 4, 30))
BEFORE = date(2024, 1, 1)
AFTER = date(2024, 2, 1)
CHANGE = "2024-02-10"


def marts_of(*companies: RawTables) -> Marts:
    """What the real models make of some customers under the default policies, level `customer`."""
    marts = replay(compile_project(WORKED_POLICY), together(*companies))
    return {
        mart: [row for row in rows if row.get("reporting_level", "customer") == "customer"]
        for mart, rows in marts.items()
    }


def moving(customer_id: str, before: object, after: object, **values: object) -> RawTables:
    """A customer that pays `before` a month in January 2024 and `after` from 10 February on.

    From 0 its service starts then, to 0 its service ends then. `values` describe the customer.
    """
    subscription_id, item_id = f"s-{customer_id}", f"i-{customer_id}"
    return raw_tables(
        customers=[customer(customer_id, **values)],
        plans=[plan()],
        subscriptions=[
            subscription(
                subscription_id,
                customer_id,
                started_at=CHANGE if before == 0 else BEFORE,
                ended_at=CHANGE if after == 0 else None,
            )
        ],
        subscription_items=[
            item(item_id, subscription_id, unit_amount=before, valid_to=CHANGE),
            item(item_id, subscription_id, unit_amount=after, valid_from=CHANGE),
        ],
    )


def crowd(*groups: tuple[int, object, object]) -> RawTables:
    """Customers in groups of (how many, MRR before, MRR after)."""
    return together(
        *(
            moving(f"c{group}-{number}", before, after)
            for group, (count, before, after) in enumerate(groups)
            for number in range(count)
        )
    )


def only_row(marts: Marts, mart: str, **where: object) -> Row:
    """The one row of a mart that has these values; LookupError when it is not exactly one."""
    found = [
        row for row in marts[mart] if all(row[column] == value for column, value in where.items())
    ]
    if len(found) != 1:
        raise LookupError(f"{len(found)} rows of {mart} with {where}")
    return found[0]


def month_of_company(marts: Marts, month_start: date) -> Row:
    """The company's MRR bridge of one month."""
    return only_row(marts, "metrics_mrr_monthly", month_start=month_start)


def retention(marts: Marts, month_start: date = AFTER, window_months: int = 1) -> Row:
    """The company's retention over the window that ends in a month."""
    return only_row(
        marts, "metrics_retention_monthly", month_start=month_start, window_months=window_months
    )


def month_of_customer(marts: Marts, customer_id: str, month_start: date = AFTER) -> Row:
    """One customer's month."""
    return only_row(marts, "fct_customer_months", customer_id=customer_id, month_start=month_start)


def assert_values(row: Row, expected: Mapping[str, object]) -> None:
    """Raise AssertionError unless the row has these values; numbers may be text."""
    wanted = {column: _number(value) for column, value in expected.items()}
    assert {column: row[column] for column in wanted} == wanted


def _number(value: object) -> object:
    return Decimal(value) if isinstance(value, str) and value[-1:].isdigit() else value
