"""Night after night, what changed is computed anew, and all numbers are those of a full build."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from python_checks.dirty import AS_TEXT, dirty_companies, with_faults, without_ties
from python_checks.nightly import Warehouse
from python_checks.policy import Policy
from python_checks.raw_tables import Marts, RawTables, Row

NIGHTS = 20
HISTORIES = {"default": 1, "long": 40}
POLICIES = [
    Policy(date(2025, 11, 27)),
    Policy(
        date(2025, 11, 27),
        reporting_timezone="America/New_York",
        reporting_levels=("parent",),
        customer_dimensions=("segment", "country"),
        fx_mode="month_end",
        usage_in_mrr="average_3_months",
        gap_grace_days=15,
        past_due_grace_days=20,
        reactivation_window_days=60,
    ),
]
FIRST_NIGHTS = (date(2025, 10, 30), date(2025, 12, 31), date(2026, 1, 10))
DAYS_ON = (0, 0, 0, 0, 1, 1, 3, 20, 45)
KEPT, TAKEN = 0.93, 0.08
FAULTS = 2


@pytest.mark.parametrize("policy", POLICIES, ids=["defaults", "others"])
@settings(
    max_examples=HISTORIES[settings.get_current_profile_name()],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_build_of_what_changed_leaves_what_a_full_build_leaves(
    policy: Policy, data: st.DataObject
) -> None:
    raw = data.draw(dirty_companies(policy), label="raw tables")
    other = data.draw(dirty_companies(policy), label="where new rows come from")
    dice = Random(data.draw(st.integers(0, 2**32), label="seed of the changes"))
    day = data.draw(st.sampled_from(FIRST_NIGHTS))
    warehouse = Warehouse(policy)
    for night in range(NIGHTS):
        note(f"night {night}, {day}: {raw}")
        assert_same_rows(
            warehouse.build(raw, AS_TEXT, day), Warehouse(policy).build(raw, AS_TEXT, day)
        )
        raw = changed(raw, other, dice)
        day += timedelta(dice.choice(DAYS_ON))


def changed(raw: RawTables, other: RawTables, dice: Random) -> RawTables:
    """The tables a night later: rows vanish, others arrive, and some are worse than before."""
    mixed = {
        table: [row for row in rows if dice.random() < KEPT]
        + [row for row in other[table] if not rows or dice.random() < TAKEN]
        for table, rows in raw.items()
    }
    return with_faults(
        {table: without_ties(table, rows) for table, rows in mixed.items()}, dice, FAULTS
    )


def assert_same_rows(left: Marts, right: Marts) -> None:
    for name, rows in left.items():
        assert counted(rows) == counted(right[name]), name


def counted(rows: list[Row]) -> Counter[tuple[tuple[str, object], ...]]:
    return Counter(tuple(row.items()) for row in rows)
