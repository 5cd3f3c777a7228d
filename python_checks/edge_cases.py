"""Companies on the edges of rules that chance meets too seldom."""

from datetime import date, timedelta

from python_checks.builders import customer, item, plan, raw_tables, subscription, together
from python_checks.policy import Policy
from python_checks.raw_tables import RawTables

LEFT_ON = date(2025, 2, 5)
Period = tuple[date, date | None]


def late_renewals(policy: Policy) -> RawTables:
    """Customers who leave on 5 February 2025 and return about `late_renewal_days` later."""
    last_late_day = LEFT_ON + timedelta(days=policy.late_renewal_days)
    day = timedelta(days=1)
    before = (date(2024, 9, 1), LEFT_ON)
    again = (date(2025, 2, 10), date(2025, 2, 20))
    returns: dict[str, list[Period]] = {
        "just late": [(last_late_day, None)],
        "too late": [(last_late_day + day, None)],
        "leaves twice, just late": [again, (last_late_day, None)],
        "leaves twice, too late": [again, (last_late_day + 10 * day, None)],
        "returns twice": [(last_late_day, last_late_day + day), (last_late_day + 3 * day, None)],
        "returns for a day": [(last_late_day, last_late_day + day)],
        "overlaps": [
            (LEFT_ON - 20 * day, LEFT_ON + 3 * day),
            (last_late_day + 3 * day, None),
            (last_late_day + 2 * day, None),
        ],
        "leaves for ever": [],
    }
    return together(*(paying(name, [before, *periods]) for name, periods in returns.items()))


def paying(customer_id: str, periods: list[Period]) -> RawTables:
    """A customer with a subscription of 100 USD a month in each period."""
    names = [f"{customer_id} {number}" for number in range(len(periods))]
    return raw_tables(
        customers=[customer(customer_id)],
        plans=[plan()],
        subscriptions=[
            subscription(name, customer_id, started_at, ended_at)
            for name, (started_at, ended_at) in zip(names, periods, strict=True)
        ],
        subscription_items=[item(name, name) for name in names],
    )
