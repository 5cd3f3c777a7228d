"""The sample company shows every rule, driver and reason, and looks like a real business."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from python_checks.policy import Policy
from python_checks.raw_tables import KEYS, Marts, RawTables, Row
from python_checks.reference import compute_marts
from python_checks.reference.quarantine import REASONS
from python_checks.replay import read_sample
from python_checks.sample_company import SAMPLE_AS_OF_DATE, good_rows, sample_company
from python_checks.sample_company.bad_rows import BAD_ROWS
from python_checks.sample_company.books import Books
from python_checks.sample_company.csv_files import SEEDS, cell_text, csv_texts, outdated_seeds

LAST_COMPLETE_MONTH = date(2026, 4, 1)
OPEN_MONTH = date(2026, 5, 1)

# What each hand-made customer must show: month-ends and movements, worked out by hand.
MOVEMENTS = {
    "starts_a_second_before_midnight": "2024-03 new",
    "starts_at_midnight": "2024-05 new",
    "ends_a_second_before_midnight": "2023-09 new, 2024-06 churn",
    "ends_at_midnight": "2023-09 new, 2024-07 churn",
    "starts_on_leap_day": "2024-02 new",
    "starts_on_as_of_date": "2026-05 new",
    "ends_on_as_of_date": "2025-02 new, 2026-05 churn",
    "change_later_in_open_month": "2025-05 new",
    "quantity_changes_in_mid_month": "2024-01 new, 2024-04 expansion, 2024-09 contraction",
    "price_changes_in_mid_month": "2023-11 new, 2024-11 expansion",
    "plan_changes_in_mid_month": "2024-02 new, 2024-06 expansion, 2025-06 contraction",
    "change_undone_in_the_same_month": "2024-03 new",
    "no_seats_for_two_months": "2024-01 new, 2024-07 churn late, 2024-09 reactivation late",
    "interval_switch_without_movement": "2024-01 new",
    "only_a_set_up_fee": "",
    "metered_usage": "2025-09 new",
    "percent_discount_expires": "2024-05 new, 2024-08 expansion",
    "discount_starts_later": "2024-02 new, 2025-02 contraction",
    "once_discount": "2025-04 new",
    "discount_larger_than_the_price": "2024-09 new",
    "full_discount_for_two_months": "2024-02 new, 2025-03 churn late, 2025-05 reactivation late",
    "discount_announced": "2025-07 new",
    "free_plan": "2025-08 new",
    "free_for_ever": "",
    "trial_converted": "2024-03 new",
    "trial_not_converted": "",
    "trial_open": "",
    "trial_without_end": "",
    "trial_without_start": "2024-07 new",
    "free_month_for_a_payer": "2024-01 new",
    "trial_after_a_free_start": "2025-05 new",
    "trial_of_a_second_product": "2023-07 new, 2024-11 expansion",
    "pause_resumed": "2023-10 new, 2024-07 churn late, 2024-09 reactivation late",
    "pause_of_one_subscription": "2024-02 new, 2025-06 contraction, 2025-08 expansion",
    "pause_within_a_month": "2024-05 new",
    "pause_open": "2024-08 new, 2026-04 churn",
    "leaves_by_choice": "2024-03 new, 2025-08 churn",
    "leaves_unpaid": "2024-05 new, 2025-04 churn",
    "cancels_long_before_the_end": "2023-11 new, 2025-11 churn",
    "end_is_scheduled": "2024-09 new",
    "end_is_scheduled_this_month": "2025-05 new",
    "starts_and_ends_on_one_day": "",
    "starts_and_ends_at_one_moment": "",
    "item_outlives_its_subscription": "2024-05 new, 2025-05 churn",
    "item_precedes_its_subscription": "2025-01 new",
    "past_due_and_served": "2025-01 new",
    "unpaid_and_served": "2024-12 new",
    "second_subscription": "2024-01 new, 2024-10 expansion",
    "cross_sell_and_removal": "2023-09 new, 2024-06 expansion, 2025-04 contraction",
    "migration_without_movement": "2023-05 new",
    "migration_with_upgrade": "2023-11 new, 2025-01 expansion",
    "gap_within_a_month": "2024-04 new",
    "late_renewal": "2024-03 new, 2025-03 churn late, 2025-04 reactivation late",
    "renewal_after_90_days": "2024-02 new, 2025-02 churn late, 2025-05 reactivation late",
    "renewal_after_91_days": "2024-02 new, 2025-02 churn, 2025-05 reactivation",
    "comes_back_twice": "2023-03 new, 2023-11 churn, 2024-06 reactivation, 2024-12 churn, "
    "2026-02 reactivation",
    "leaves_while_on_discount": "2025-01 new, 2025-07 churn",
    "short_lived": "",
    "short_lived_in_open_month": "",
    "short_lived_then_new": "2025-04 new",
    "signed_for_next_month": "",
    "signed_with_a_trial": "",
    "signed_with_an_end": "",
    "test_account": "",
    "test_merged_into_real": "2024-01 new",
    "real_merged_into_test": "",
    "test_heads_a_family": "",
    "test_heads_a_family_child": "2024-03 new",
    "merged_into_payer": "2023-04 new, 2023-09 expansion, 2024-02 contraction",
    "merged_into_payer_old": "",
    "merged_in_a_chain": "2023-03 new, 2023-12 expansion, 2024-12 expansion",
    "redelivered_subscription": "2024-05 new, 2025-10 churn",
    "redelivered_item": "2024-06 new, 2025-02 expansion",
    "redelivered_discount": "2024-10 new, 2025-04 expansion",
    "redelivered_pause": "2024-01 new, 2025-07 churn late, 2025-09 reactivation late",
    "lead_without_subscription": "",
    "delivered_with_bad_rows": "2024-09 new",
    "leaves_without_a_reason": "2024-07 new, 2025-06 churn",
    "migration_to_another_item": "2024-02 new",
    "upgrade_to_another_item": "2024-02 new, 2025-02 expansion",
    "more_seats_for_the_same_money": "2024-06 new",
    "discount_ends_as_the_price_rises": "2024-03 new, 2025-03 expansion",
}

# MRR on the as-of date in US dollars, worked out by hand.
CURRENT_MRR = {
    "change_later_in_open_month": "390",
    "paid_by_the_week": "535.166667",
    "paid_every_four_weeks": "351",
    "fractional_quantity": "86.180534",
    "paid_every_two_years": "1740",
    "paid_every_half_year": "766.666667",
    "interval_switch_without_movement": "300",
    "tiny_unit_price": "728.6625",
    "metered_usage": "624",
    "percent_discount_expires": "468",
    "fixed_discount_forever": "486",
    "once_discount": "390",
    "percent_then_fixed": "618",
    "discount_on_one_item": "675",
    "shared_by_two_intervals": "417.629032",
    "shared_by_three_equal_items": "290",
    "test_merged_into_real": "390",
    "redelivered_item": "468",
    "delivered_with_bad_rows": "390",
    "more_seats_for_the_same_money": "390",
    "discount_ends_as_the_price_rises": "420",
}

# What drove each change, in US dollars, worked out by hand; losses with their end reason.
DRIVERS = {
    "starts_on_as_of_date": "2026-05 new 429",
    "leaves_by_choice": "2024-03 new 234, 2025-08 churn -234 voluntary",
    "leaves_unpaid": "2024-05 new 192, 2025-04 churn -192 involuntary",
    "leaves_without_a_reason": "2024-07 new 234, 2025-06 churn -234 unknown",
    "renewal_after_91_days": "2024-02 new 273, 2025-02 churn -273 voluntary, "
    "2025-05 reactivation 273",
    "quantity_changes_in_mid_month": "2024-01 new 468, 2024-04 quantity 312, "
    "2024-09 quantity -195 unknown",
    "plan_changes_in_mid_month": "2024-02 new 351, 2024-06 plan 180, 2025-06 plan -315 unknown",
    "item_added_with_another_interval": "2023-06 new 702, 2024-06 cross_sell 171, "
    "2025-06 price -46 unknown, 2025-06 quantity -234 unknown",
    "cross_sell_and_removal": "2023-09 new 708, 2024-06 cross_sell 135, "
    "2025-04 product_removed -135 unknown",
    "second_subscription": "2024-01 new 351, 2024-10 quantity 195",
    "trial_of_a_second_product": "2023-07 new 767, 2024-11 cross_sell 120",
    "percent_discount_expires": "2024-05 new 351, 2024-08 discount 117",
    "full_discount_for_two_months": "2024-02 new 351, 2025-03 discount -351 unknown, "
    "2025-05 discount 351",
    "pause_resumed": "2023-10 new 390, 2024-07 pause -390 unknown, 2024-09 resume 390",
    "interval_switch_without_movement": "2024-01 new 300",
    "migration_with_upgrade": "2023-11 new 507, 2025-01 plan 260",
    "migration_to_another_item": "2024-02 new 351",
    "upgrade_to_another_item": "2024-02 new 351, 2025-02 plan 180",
    "more_seats_for_the_same_money": "2024-06 new 390, 2025-06 price -78 unknown, "
    "2025-06 quantity 78",
    "discount_ends_as_the_price_rises": "2024-03 new 351, 2025-03 discount 39, 2025-03 price 30",
}


@pytest.fixture(scope="module")
def delivered() -> RawTables:
    return sample_company()


@pytest.fixture(scope="module")
def raw() -> RawTables:
    return good_rows()


@pytest.fixture(scope="module")
def all_marts(delivered: RawTables) -> Marts:
    return compute_marts(delivered, Policy(SAMPLE_AS_OF_DATE))


@pytest.fixture(scope="module")
def marts(all_marts: Marts) -> Marts:
    return {mart: of_customers(rows) for mart, rows in all_marts.items()}


def test_the_seeds_are_what_the_generator_gives(delivered: RawTables) -> None:
    assert outdated_seeds(delivered) == []
    assert read_sample() == {
        table: [{name: cell_text(value) or None for name, value in row.items()} for row in rows]
        for table, rows in delivered.items()
    }


def test_the_seeds_stay_small(delivered: RawTables) -> None:
    assert sum(map(len, csv_texts(delivered).values())) < 600_000
    assert {path.stem for path in SEEDS.glob("*.csv")} == set(KEYS)


def test_the_company_has_the_promised_size(raw: RawTables, marts: Marts) -> None:
    assert 780 <= len(latest(raw, "customers")) <= 820
    assert len(marts["metrics_mrr_monthly"]) == 40
    assert len(latest(raw, "products")) == 3
    assert distinct(raw["customers"], "segment") == {"smb", "mid_market", "enterprise", None}
    assert len(distinct(raw["customers"], "country") - {None}) == 5
    assert distinct(raw["plans"], "currency") == {"USD", "EUR", "GBP"}


def test_every_interval_and_charge_type_is_sold(raw: RawTables) -> None:
    plans = {plan["plan_id"]: plan for plan in raw["plans"]}
    sold = [plans[item["plan_id"]] for item in raw["subscription_items"]]
    intervals = {(plan["billing_interval"], plan["billing_interval_count"]) for plan in sold}
    assert intervals >= {
        ("day", 1),
        ("week", 1),
        ("week", 4),
        ("month", 1),
        ("month", 6),
        ("month", None),
        ("quarter", 1),
        ("year", 1),
        ("year", 2),
        (None, None),
    }
    assert distinct(sold, "charge_type") == {"recurring", "one_time", "usage"}


def test_no_two_deliveries_of_a_key_have_the_same_time(raw: RawTables) -> None:
    for table, key in KEYS.items():
        deliveries = Counter((key_of(row, key), row["updated_at"]) for row in raw[table])
        assert deliveries.most_common(1)[0][1] == 1, table
        assert len(latest(raw, table)) < len(raw[table]), f"nothing in {table} is re-delivered"


def test_every_row_refers_to_rows_that_exist(raw: RawTables) -> None:
    for table, column, target in (
        ("plans", "product_id", "products"),
        ("subscriptions", "customer_id", "customers"),
        ("subscription_items", "subscription_id", "subscriptions"),
        ("subscription_items", "plan_id", "plans"),
        ("discounts", "subscription_id", "subscriptions"),
        ("discounts", "subscription_item_id", "subscription_items"),
        ("subscription_pauses", "subscription_id", "subscriptions"),
        ("usage_charges", "subscription_item_id", "subscription_items"),
        ("customers", "parent_customer_id", "customers"),
        ("customers", "merged_into_customer_id", "customers"),
    ):
        known = distinct(raw[target], KEYS[target][0]) | {None}
        assert distinct(raw[table], column) <= known, f"{table}.{column}"


def test_no_link_runs_in_a_circle(raw: RawTables) -> None:
    for column in ("parent_customer_id", "merged_into_customer_id"):
        links = {row["customer_id"]: row[column] for row in latest(raw, "customers")}
        for start in links:
            assert len(chain(links, start)) <= 3


def test_no_interval_ends_before_it_starts(raw: RawTables) -> None:
    for table, start, end in (
        ("subscriptions", "started_at", "ended_at"),
        ("subscriptions", "trial_starts_at", "trial_ends_at"),
        ("subscription_items", "valid_from", "valid_to"),
        ("discounts", "starts_at", "ends_at"),
        ("subscription_pauses", "paused_at", "resumed_at"),
    ):
        for row in raw[table]:
            first, last = row[start], row[end]
            if isinstance(first, datetime) and isinstance(last, datetime):
                assert first <= last, row


def test_no_versions_of_an_item_overlap(raw: RawTables) -> None:
    versions = defaultdict(list)
    for row in latest(raw, "subscription_items"):
        versions[row["subscription_item_id"], row["subscription_id"]].append(row)
    for rows in versions.values():
        rows.sort(key=lambda row: str(row["valid_from"]))
        for earlier, later in pairwise(rows):
            assert earlier["valid_to"] is not None
            assert str(earlier["valid_to"]) <= str(later["valid_from"])


def test_no_amount_is_negative_and_each_discount_has_one_kind(raw: RawTables) -> None:
    for rows in raw.values():
        for row in rows:
            assert all(value >= 0 for value in row.values() if isinstance(value, Decimal))
    for row in raw["discounts"]:
        assert (row["percent_off"] is None) != (row["amount_off"] is None)
        assert (row["currency"] is None) == (row["amount_off"] is None)


def test_fixed_discounts_are_in_the_currency_of_their_items(raw: RawTables) -> None:
    currencies = {plan["plan_id"]: plan["currency"] for plan in raw["plans"]}
    for discount in raw["discounts"]:
        if discount["currency"]:
            billed_in = {
                currencies[item["plan_id"]]
                for item in raw["subscription_items"]
                if item["subscription_id"] == discount["subscription_id"]
            }
            assert billed_in == {discount["currency"]}


def test_every_currency_has_a_rate_before_the_first_month_and_for_each_month(
    raw: RawTables,
) -> None:
    for currency in ("EUR", "GBP"):
        dates = {row["rate_date"] for row in raw["exchange_rates"] if row["currency"] == currency}
        assert min(map(str, dates)) < "2023-02-01"
        assert len({str(day)[:7] for day in dates}) == 42


def test_every_kind_of_discount_occurs(raw: RawTables) -> None:
    kinds = {
        (row["duration"], row["percent_off"] is None, row["subscription_item_id"] is None)
        for row in raw["discounts"]
    }
    assert {duration for duration, _, _ in kinds} == {"once", "repeating", "forever"}
    assert {(is_fixed, is_wide) for _, is_fixed, is_wide in kinds} == {
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    }


def test_every_status_and_end_reason_occurs(raw: RawTables) -> None:
    assert distinct(raw["subscriptions"], "status") == {
        "active",
        "trialing",
        "past_due",
        "unpaid",
        "paused",
        "canceled",
    }
    assert distinct(raw["subscriptions"], "end_reason") == {
        None,
        "voluntary",
        "involuntary",
        "renewed",
    }


@pytest.mark.parametrize(("rule", "movements"), MOVEMENTS.items(), ids=MOVEMENTS)
def test_a_story_moves_as_its_rule_says(rule: str, movements: str, marts: Marts) -> None:
    rows = [row for row in marts["fct_customer_months"] if row["customer_id"] == f"c_{rule}"]
    told = [
        f"{str(row['month_start'])[:7]} {row['movement']}{' late' * bool(row['is_late_renewal'])}"
        for row in sorted(rows, key=lambda row: str(row["month_start"]))
        if row["movement"] != "unchanged"
    ]
    assert ", ".join(told) == movements


@pytest.mark.parametrize(("rule", "mrr"), CURRENT_MRR.items(), ids=CURRENT_MRR)
def test_a_story_pays_what_its_rule_says(rule: str, mrr: str, marts: Marts) -> None:
    (row,) = [row for row in marts["dim_customers"] if row["customer_id"] == f"c_{rule}"]
    assert row["current_mrr"] == Decimal(mrr)


@pytest.mark.parametrize(("rule", "drivers"), DRIVERS.items(), ids=DRIVERS)
def test_a_story_changes_for_the_reasons_that_it_tells(
    rule: str, drivers: str, marts: Marts
) -> None:
    rows = [row for row in marts["fct_mrr_movements"] if row["customer_id"] == f"c_{rule}"]
    assert ", ".join(sorted(map(told_driver, rows))) == drivers


def test_every_story_with_an_expectation_exists(raw: RawTables) -> None:
    expected = {f"c_{rule}" for rule in [*MOVEMENTS, *CURRENT_MRR, *DRIVERS]}
    assert expected <= distinct(raw["customers"], "customer_id")


def test_families_have_two_and_three_levels_and_follow_merges(marts: Marts) -> None:
    families = {row["customer_id"]: row["ultimate_parent_id"] for row in marts["dim_customers"]}
    assert families["c_family_of_three_levels_north"] == "c_family_of_three_levels"
    assert families["c_family_of_two_levels_child"] == "c_family_of_two_levels"
    assert families["c_parent_was_merged_child"] == "c_parent_was_merged"
    assert families["c_parent_was_merged_old"] == "c_parent_was_merged"
    assert families["c_test_heads_a_family_child"] == "c_test_heads_a_family"
    assert families["c_merged_in_a_chain_first"] == "c_merged_in_a_chain"


def test_every_movement_occurs(marts: Marts) -> None:
    movements = Counter(row["movement"] for row in marts["fct_customer_months"])
    assert {name for name, times in movements.items() if times >= 20} == {
        "new",
        "expansion",
        "contraction",
        "churn",
        "reactivation",
        "unchanged",
    }


def test_every_driver_and_end_reason_occurs(marts: Marts) -> None:
    rows = marts["fct_mrr_movements"]
    assert distinct(rows, "driver") == {
        *("new", "reactivation", "churn", "plan", "quantity", "price", "cross_sell"),
        *("product_removed", "discount", "pause", "resume"),
    }
    churned = [row for row in rows if row["driver"] == "churn"]
    assert distinct(churned, "end_reason") == {"voluntary", "involuntary", "unknown"}
    assert distinct(rows, "movement") == {
        *("new", "expansion", "contraction", "churn", "reactivation", "unchanged")
    }


def test_every_bad_row_is_rejected_for_the_reason_that_it_shows(all_marts: Marts) -> None:
    shown = {spoil.__name__: sum(map(len, rows_of(spoil).values())) for spoil in BAD_ROWS}
    assert Counter(row["reason"] for row in all_marts["rejected_records"]) == shown
    assert set(shown) == set(REASONS)
    assert min(shown.values()) >= 2


def test_every_table_has_a_bad_row(all_marts: Marts) -> None:
    assert distinct(all_marts["rejected_records"], "table_name") == set(KEYS)


def test_bad_rows_change_no_number(raw: RawTables, all_marts: Marts) -> None:
    alone = compute_marts(raw, Policy(SAMPLE_AS_OF_DATE))
    changed = [mart for mart, rows in alone.items() if all_marts[mart] != rows]
    assert changed == ["rejected_records", "data_quality_summary"]


def test_bad_rows_hold_a_small_share_of_mrr(all_marts: Marts) -> None:
    (row,) = (row for row in all_marts["data_quality_summary"] if number(row, "mrr_readable"))
    assert 0 < number(row, "mrr_at_stake") < 0.005 * number(row, "mrr_readable")


def test_late_renewals_occur_and_not_every_return_is_one(marts: Marts) -> None:
    returns = [
        row["is_late_renewal"]
        for row in marts["fct_customer_months"]
        if row["movement"] == "reactivation"
    ]
    assert returns.count(True) >= 5
    assert returns.count(False) >= 5


def test_committed_mrr_differs_from_closing_mrr(marts: Marts) -> None:
    last = month_row(marts, OPEN_MONTH)
    assert last["committed_mrr"] is not None
    assert last["committed_mrr"] != last["closing_mrr"]


def test_exchange_rates_leave_an_impact(marts: Marts) -> None:
    impacts = [row["fx_impact"] for row in marts["metrics_mrr_monthly"]]
    assert impacts.count(Decimal(0)) == 1
    assert month_row(marts, LAST_COMPLETE_MONTH)["fx_impact"] == 0


def test_short_lived_customers_occur_in_closed_and_open_months(marts: Marts) -> None:
    assert month_row(marts, date(2025, 3, 1))["short_lived_customers"] == 1
    assert month_row(marts, OPEN_MONTH)["short_lived_customers"] == 1


def test_unknown_dimension_values_occur(marts: Marts) -> None:
    rows = marts["metrics_retention_monthly_by_segment"]
    unknown = {row["dimension"] for row in rows if row["dimension_value"] == "unknown"}
    assert unknown == {"segment", "country", "industry", "acquisition_channel"}


def test_it_grows_steadily_from_about_60_to_about_600_customers(marts: Marts) -> None:
    customers = [number(row, "closing_customers") for row in marts["metrics_mrr_monthly"]]
    assert 50 <= customers[0] <= 70
    assert 580 <= customers[-1] <= 660
    assert all(later > earlier for earlier, later in pairwise(customers))


def test_it_ends_at_some_hundreds_of_thousands_of_dollars_a_month(marts: Marts) -> None:
    assert 500_000 <= number(month_row(marts, LAST_COMPLETE_MONTH), "closing_mrr") <= 900_000


@pytest.mark.parametrize(
    ("segment", "lowest", "highest"),
    [
        ("smb", 0.93, 0.98),
        ("mid_market", 1.03, 1.10),
        ("enterprise", 1.10, 1.25),
    ],
)
def test_12_month_nrr_looks_real(segment: str, lowest: float, highest: float, marts: Marts) -> None:
    row = segment_row(marts, segment, 12)
    assert lowest <= number(row, "net_revenue_retention") <= highest
    assert lowest <= number(row, "average_net_revenue_retention") <= highest


@pytest.mark.parametrize(
    ("segment", "lowest", "highest"),
    [
        ("smb", 0.80, 0.88),
        ("mid_market", 0.87, 0.95),
        ("enterprise", 0.93, 1.0),
    ],
)
def test_12_month_grr_looks_real(segment: str, lowest: float, highest: float, marts: Marts) -> None:
    row = segment_row(marts, segment, 12)
    assert lowest <= number(row, "gross_revenue_retention") < highest
    assert lowest <= number(row, "average_gross_revenue_retention") < highest


@pytest.mark.parametrize(
    ("segment", "lowest", "highest"),
    [
        ("smb", 0.01, 0.03),
        ("mid_market", 0.004, 0.01),
        ("enterprise", 0.0, 0.005),
    ],
)
def test_monthly_logo_churn_looks_real(
    segment: str, lowest: float, highest: float, marts: Marts
) -> None:
    row = segment_row(marts, segment, 1)
    assert lowest <= number(row, "average_logo_churn_rate") <= highest


def test_the_ten_largest_customers_hold_a_fifth_to_a_third(marts: Marts) -> None:
    sizes = sorted(
        number(row, "closing_mrr")
        for row in marts["fct_customer_months"]
        if row["month_start"] == LAST_COMPLETE_MONTH
    )
    assert 0.20 <= sum(sizes[-10:]) / sum(sizes) <= 0.35


def of_customers(rows: Iterable[Row]) -> list[Row]:
    """The rows of the level `customer`, and those of no level."""
    return [row for row in rows if row.get("reporting_level", "customer") == "customer"]


def told_driver(row: Row) -> str:
    """A month, what drove the change, the change, and why the customer left, if it did."""
    shown = [row["driver"], cell_text(row["mrr_change"]), row["end_reason"]]
    return " ".join([str(row["month_start"])[:7], *(str(part) for part in shown if part)])


def rows_of(spoil: Callable[[Books], None]) -> RawTables:
    """What a function adds to the books."""
    books = Books()
    before = {table: len(rows) for table, rows in books.rows.items()}
    spoil(books)
    return {table: rows[before[table] :] for table, rows in books.rows.items()}


def latest(raw: RawTables, table: str) -> list[Row]:
    """The row of each key that was delivered last."""
    rows = sorted(raw[table], key=lambda row: str(row["updated_at"] or ""))
    return list({key_of(row, KEYS[table]): row for row in rows}.values())


def key_of(row: Row, key: Iterable[str]) -> tuple[object, ...]:
    return tuple(row[column] for column in key)


def distinct(rows: Iterable[Row], column: str) -> set[object]:
    return {row[column] for row in rows}


def chain(links: dict[object, object], start: object) -> list[object]:
    """The ids from a customer to the end of its links, or one more than there can be."""
    ids = [start]
    while links[ids[-1]] is not None and len(ids) <= len(links):
        ids.append(links[ids[-1]])
    return ids


def number(row: Row, column: str) -> float:
    return float(str(row[column]))


def month_row(marts: Marts, month: date) -> Row:
    (row,) = [row for row in marts["metrics_mrr_monthly"] if row["month_start"] == month]
    return row


def segment_row(marts: Marts, segment: str, window_months: int) -> Row:
    wanted = {
        "dimension": "segment",
        "dimension_value": segment,
        "window_months": window_months,
        "month_start": LAST_COMPLETE_MONTH,
    }
    rows = marts["metrics_retention_monthly_by_segment"]
    (row,) = [row for row in rows if wanted.items() <= row.items()]
    return row
