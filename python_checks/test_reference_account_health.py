"""Account health in the reference: each sign, each colour, each reason, and no look-ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_checks.builders import (
    company,
    csm_checkin,
    customer,
    item,
    paying_by_month,
    plan,
    product_usage,
    subscription,
    support_ticket,
    together,
)
from python_checks.mart_rows import JUNE, as_of, only, values
from python_checks.policy import Policy
from python_checks.raw_tables import ENGAGEMENT_TABLES, RawTables, Row
from python_checks.reference import compute_marts
from python_checks.reference.dates import Calendar
from python_checks.reference.engagement import Engagement, Usage
from python_checks.reference.quarantine import REASONS
from python_checks.reference.renewals import next_anniversary
from python_checks.reference.signals import sticky_features
from python_checks.strategies import accounts_named, companies, engagement_rows, worlds

DAY = JUNE.as_of_date
FEATURES = ("alerts", "export", "reports")


def ago(days: int) -> date:
    """So many days before the as-of date."""
    return DAY - timedelta(days=days)


def two_customers(**tables: Sequence[Row]) -> RawTables:
    """`c1` and `c2`, who pay 100 a month each."""
    return company(
        **{
            "customers": [customer(), customer("c2")],
            "subscriptions": [subscription(), subscription("s2", "c2")],
            "subscription_items": [item(), item("i2", "s2")],
            **tables,
        }
    )


def health(policy: Policy = JUNE, /, **tables: Sequence[Row]) -> Row:
    """The row of `c1` in `dim_account_health`, beside a second customer."""
    return only(
        compute_marts(two_customers(**tables), policy)["dim_account_health"], customer_id="c1"
    )


def verdict(policy: Policy = JUNE, /, **tables: Sequence[Row]) -> tuple[object, ...]:
    """Health and reasons of `c1`."""
    return values(health(policy, **tables), "health", "reasons")


def used_by(customer_id: str, *features: str, days_ago: int = 0) -> list[Row]:
    """A day on which a customer used these features."""
    return [product_usage(ago(days_ago), one, customer_id=customer_id) for one in features]


def checked(score: str = "green", days_ago: int = 0) -> list[Row]:
    """A check-in with `c1`."""
    return [csm_checkin(ago(days_ago), score)]


def tickets(count: int) -> list[Row]:
    """Open tickets of `c1`."""
    return [support_ticket(ago(number), ticket_id=f"t{number}") for number in range(count)]


# The four healths


def test_who_left_no_trace_is_unknown() -> None:
    row = health()
    assert values(row, "health", "reasons") == ("unknown", "nothing is known")
    assert {name: row[name] for name in row if row[name] in (0, "none")} == {
        "adopted_features": 0,
        "active_days": 0,
        "active_days_before": 0,
        "usage_trend": "none",
        "open_tickets": 0,
        "tickets_90_days": 0,
        "tickets_90_days_before": 0,
        "ticket_trend": "none",
    }
    assert [name for name in row if row[name] is None and name != "reasons"] == [
        "sticky_features",
        "adoption_rate",
        "csm_score",
        "csm_score_age_days",
        "average_satisfaction",
    ]


@pytest.mark.parametrize(
    "tables",
    [
        {"product_usage": [product_usage(ago(400), active_users=0)]},
        {"csm_checkins": checked(days_ago=400)},
        {"support_tickets": [support_ticket(ago(400), ago(399))]},
    ],
)
def test_any_trace_however_old_makes_a_customer_known(tables: dict[str, Sequence[Row]]) -> None:
    assert verdict(**tables) == ("green", None)


@pytest.mark.parametrize(
    "tables",
    [
        {"product_usage": [product_usage(ago(-1))]},
        {"csm_checkins": checked("red", days_ago=-1)},
        {"support_tickets": [support_ticket(ago(-1))]},
    ],
)
def test_what_is_dated_after_the_as_of_date_is_not_known(tables: dict[str, Sequence[Row]]) -> None:
    assert verdict(**tables) == ("unknown", "nothing is known")


def test_green_has_no_reasons() -> None:
    assert verdict(product_usage=used_by("c1", *FEATURES), csm_checkins=checked()) == (
        "green",
        None,
    )


@pytest.mark.parametrize(
    ("tables", "reasons"),
    [
        (
            {"product_usage": [*used_by("c2", *FEATURES), product_usage(DAY, active_users=0)]},
            "uses 0 of 3 sticky features",
        ),
        ({"csm_checkins": checked("red")}, "check-in is red"),
        ({"support_tickets": tickets(5)}, "5 open tickets"),
    ],
)
def test_each_sign_can_make_a_customer_red(tables: dict[str, Sequence[Row]], reasons: str) -> None:
    assert verdict(**tables) == ("red", reasons)


@pytest.mark.parametrize(
    ("tables", "reasons"),
    [
        (
            {"product_usage": used_by("c1", "alerts") + used_by("c2", *FEATURES)},
            "uses 1 of 3 sticky features",
        ),
        (
            {
                "product_usage": [
                    *used_by("c1", "alerts"),
                    *used_by("c1", "alerts", days_ago=28),
                    *used_by("c1", "alerts", days_ago=29),
                ]
            },
            "active on 1 day, 2 before",
        ),
        ({"csm_checkins": checked("yellow")}, "check-in is yellow"),
        ({"support_tickets": tickets(2)}, "2 open tickets"),
    ],
)
def test_each_sign_can_make_a_customer_yellow(
    tables: dict[str, Sequence[Row]], reasons: str
) -> None:
    assert verdict(**tables) == ("yellow", reasons)


def test_red_goes_before_yellow_and_all_reasons_stand_in_their_order() -> None:
    assert verdict(
        product_usage=[*used_by("c2", *FEATURES), *used_by("c1", "alerts", days_ago=28)],
        csm_checkins=checked("red"),
        support_tickets=tickets(3),
    ) == (
        "red",
        "uses 0 of 3 sticky features; active on 0 days, 1 before; check-in is red; 3 open tickets",
    )


# Thresholds


@pytest.mark.parametrize(
    ("red", "yellow", "colour"),
    [
        ("0.333333", "0.333333", "green"),
        ("0.333333", "0.333334", "yellow"),
        ("0.333334", "0.5", "red"),
    ],
)
def test_adoption_is_low_below_its_thresholds(red: str, yellow: str, colour: str) -> None:
    policy = replace(JUNE, health_red_adoption=Decimal(red), health_yellow_adoption=Decimal(yellow))
    usage = used_by("c1", "alerts") + used_by("c2", *FEATURES)
    assert verdict(policy, product_usage=usage)[0] == colour


@pytest.mark.parametrize(
    ("count", "colour"), [(1, "green"), (2, "yellow"), (4, "yellow"), (5, "red")]
)
def test_open_tickets_are_many_from_their_thresholds_on(count: int, colour: str) -> None:
    assert verdict(support_tickets=tickets(count))[0] == colour


def test_the_thresholds_of_tickets_are_policies_and_one_ticket_is_no_plural() -> None:
    policy = replace(JUNE, health_yellow_open_tickets=1, health_red_open_tickets=2)
    assert verdict(policy, support_tickets=tickets(1)) == ("yellow", "1 open ticket")
    assert verdict(policy, support_tickets=tickets(2)) == ("red", "2 open tickets")


@pytest.mark.parametrize("score", ["red", "yellow"])
@pytest.mark.parametrize(("days", "counts"), [(0, True), (90, True), (91, False)])
def test_a_check_in_counts_for_ninety_days(score: str, days: int, counts: bool) -> None:
    row = health(csm_checkins=checked(score, days))
    assert values(row, "csm_score", "csm_score_age_days") == (score, days)
    assert row["health"] == (score if counts else "green")
    assert row["reasons"] == (f"check-in is {score}" if counts else None)


def test_how_long_a_check_in_counts_is_a_policy() -> None:
    policy = replace(JUNE, health_checkin_max_age_days=6)
    assert verdict(policy, csm_checkins=checked("red", 6))[0] == "red"
    assert verdict(policy, csm_checkins=checked("red", 7))[0] == "green"


# Usage


@pytest.mark.parametrize(
    ("days", "counted"), [(0, (1, 0)), (27, (1, 0)), (28, (0, 1)), (55, (0, 1)), (56, (0, 0))]
)
def test_active_days_are_those_of_twenty_eight_days_and_of_as_many_before(
    days: int, counted: tuple[int, int]
) -> None:
    row = health(product_usage=used_by("c1", "alerts", days_ago=days))
    assert values(row, "active_days", "active_days_before") == counted


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [(0, 0, "none"), (2, 2, "steady"), (2, 1, "growing"), (1, 2, "shrinking"), (0, 1, "shrinking")],
)
def test_a_trend_compares_with_as_many_days_before(now: int, before: int, trend: str) -> None:
    usage = [row for days in range(now) for row in used_by("c1", "alerts", days_ago=days)]
    usage += [row for days in range(before) for row in used_by("c1", "alerts", days_ago=40 + days)]
    asked = [support_ticket(ago(number), ago(0), f"now {number}") for number in range(now)]
    asked += [support_ticket(ago(100), ago(95), f"before {number}") for number in range(before)]
    row = health(product_usage=usage, support_tickets=asked)
    assert values(row, "usage_trend", "ticket_trend") == (trend, trend)


def test_a_day_counts_once_however_many_features_were_used() -> None:
    assert health(product_usage=used_by("c1", *FEATURES))["active_days"] == 1


def test_a_day_without_users_is_no_active_day() -> None:
    row = health(product_usage=[product_usage(DAY, active_users=0)])
    assert values(row, "active_days", "adopted_features", "sticky_features") == (0, 0, 0)
    assert row["adoption_rate"] is None


def test_who_does_not_use_has_no_adoption_whatever_others_use() -> None:
    row = health(product_usage=used_by("c2", *FEATURES), csm_checkins=checked())
    assert values(row, "adopted_features", "sticky_features", "adoption_rate", "health") == (
        *(0, None, None),
        "green",
    )


def test_who_used_long_ago_adopts_nothing_of_what_is_sticky_now() -> None:
    usage = [*used_by("c1", "alerts", days_ago=28), *used_by("c2", "alerts", "export", days_ago=27)]
    row = health(product_usage=usage)
    assert values(row, "adopted_features", "sticky_features", "adoption_rate") == (0, 2, 0)


# Sticky features


def stickiest(count: int, *usage: tuple[str, str, int]) -> list[str]:
    """The sticky features of customers who used a feature so many days ago."""
    known: dict[str, Engagement] = {}
    for customer_id, feature, days in usage:
        used = Usage(ago(days), feature, is_active=True)
        known.setdefault(customer_id, Engagement()).usage.append(used)
    return sticky_features(known, ["c1", "c2", "c3"], DAY, count)


def test_the_features_of_the_most_customer_days_are_sticky() -> None:
    assert stickiest(
        2,
        *(("c1", "alerts", 1), ("c1", "export", 1), ("c1", "export", 2)),
        *(("c1", "reports", 3), ("c2", "reports", 3), ("c3", "reports", 3)),
    ) == ["reports", "export"]


def test_a_day_of_a_customer_counts_once_for_a_feature() -> None:
    twice = ("c1", "reports", 1), ("c1", "reports", 1)
    assert stickiest(1, *twice, ("c1", "alerts", 1), ("c2", "alerts", 1)) == ["alerts"]


def test_of_equally_sticky_features_the_smaller_name_in_bytes_stays() -> None:
    names = ("\u00e9tats", "z", "alerts", "Reports")
    equal = [("c1", name, 1) for name in names]
    assert stickiest(3, *equal) == ["Reports", "alerts", "z"]


def test_features_are_sticky_by_the_usage_of_twenty_eight_days() -> None:
    assert stickiest(3, ("c1", "alerts", 27), ("c1", "export", 28)) == ["alerts"]


def test_only_paying_customers_and_days_with_use_make_features_sticky() -> None:
    left = [subscription(), subscription("s2", "c2", ended_at="2024-06-30")]
    unused = product_usage(DAY, "export", active_users=0)
    usage = [*used_by("c1", "alerts"), *used_by("c2", "reports"), unused]
    row = health(product_usage=usage, subscriptions=left)
    assert values(row, "adopted_features", "sticky_features", "adoption_rate") == (1, 1, 1)


def test_how_many_features_are_sticky_is_a_policy() -> None:
    policy = replace(JUNE, health_sticky_features=2)
    usage = [*used_by("c1", "alerts"), *used_by("c2", *FEATURES)]
    row = health(policy, product_usage=usage)
    assert values(row, "adopted_features", "sticky_features") == (1, 2)
    assert row["adoption_rate"] == Decimal("0.5")


def test_an_adoption_rate_has_six_places() -> None:
    usage = [*used_by("c1", "alerts", "export"), *used_by("c2", *FEATURES)]
    assert health(product_usage=usage)["adoption_rate"] == Decimal("0.666667")


# Check-ins


def test_the_latest_check_in_counts() -> None:
    checkins = [
        csm_checkin("2024-06-20 09:00", "green", "k9"),
        csm_checkin("2024-06-20 10:00", "yellow", "k1"),
        csm_checkin("2024-06-19 11:00", "red", "k5"),
    ]
    row = health(csm_checkins=checkins)
    assert values(row, "csm_score", "csm_score_age_days") == ("yellow", 10)


@pytest.mark.parametrize(("other", "score"), [("K2", "green"), ("k10", "green"), ("k3", "red")])
def test_of_check_ins_at_one_instant_the_larger_id_in_bytes_counts(other: str, score: str) -> None:
    at = "2024-06-20 10:00"
    checkins = [csm_checkin(at, "green", "k2"), csm_checkin(at, "red", other)]
    assert health(csm_checkins=checkins)["csm_score"] == score


# Tickets


@pytest.mark.parametrize(
    ("opened", "closed", "count"),
    [(0, None, 1), (400, None, 1), (5, -1, 1), (5, 0, 0), (5, 5, 0), (-1, None, 0)],
)
def test_a_ticket_is_open_until_the_day_it_is_closed(
    opened: int, closed: int | None, count: int
) -> None:
    ticket = support_ticket(ago(opened), None if closed is None else ago(closed))
    assert health(support_tickets=[ticket])["open_tickets"] == count


@pytest.mark.parametrize(
    ("days", "counted"), [(0, (1, 0)), (89, (1, 0)), (90, (0, 1)), (179, (0, 1)), (180, (0, 0))]
)
def test_tickets_are_counted_over_ninety_days_and_as_many_before(
    days: int, counted: tuple[int, int]
) -> None:
    row = health(support_tickets=[support_ticket(ago(days))])
    assert values(row, "tickets_90_days", "tickets_90_days_before") == counted


def average(*ratings: tuple[object, int | None]) -> object:
    """The satisfaction with tickets rated so and closed so many days ago."""
    rated = [
        support_ticket(
            ago(200), None if days is None else ago(days), f"t{number}", satisfaction=one
        )
        for number, (one, days) in enumerate(ratings)
    ]
    return health(support_tickets=rated)["average_satisfaction"]


def test_satisfaction_is_the_mean_of_tickets_closed_within_ninety_days() -> None:
    assert average((2, 0), (5, 89)) == Decimal("3.5")
    assert average((2, 90), (2, None), (2, -1)) is None
    assert average((4, 1), (None, 1), (1, 90)) == 4


def test_satisfaction_is_rounded_to_six_places_half_away_from_zero() -> None:
    assert average((1, 1), (1, 1), (2, 1)) == Decimal("1.333333")
    assert average((1, 1), ("1.000001", 1)) == Decimal("1.000001")


# Days and accounts


def test_the_day_of_an_instant_is_that_of_the_reporting_time_zone() -> None:
    evening = "2024-07-01 03:59:59"
    new_york = replace(JUNE, reporting_timezone="America/New_York")
    asked = [
        support_ticket(evening, "2024-07-01 04:00:00", "open"),
        support_ticket(evening, evening, "closed"),
    ]
    known = health(new_york, csm_checkins=[csm_checkin(evening)], support_tickets=asked)
    assert values(known, "csm_score_age_days", "tickets_90_days", "open_tickets") == (0, 2, 1)
    assert verdict(csm_checkins=[csm_checkin(evening)], support_tickets=asked)[0] == "unknown"


def test_what_a_merged_account_did_counts_for_the_survivor() -> None:
    merged = customer("c0", merged_into_customer_id="c1")
    row = health(
        customers=[customer(), customer("c2"), merged],
        product_usage=[
            *used_by("c0", "alerts"),
            *used_by("c1", "alerts"),
            *used_by("c1", "export", days_ago=2),
        ],
        csm_checkins=[csm_checkin(ago(3), "yellow", customer_id="c0")],
        support_tickets=[support_ticket(ago(1), customer_id="c0")],
    )
    assert values(row, "active_days", "csm_score", "open_tickets") == (2, "yellow", 1)


def test_only_customers_who_pay_on_the_as_of_date_have_a_health() -> None:
    left = [subscription(), subscription("s2", "c2", ended_at="2024-06-30")]
    rows = compute_marts(two_customers(subscriptions=left), JUNE)["dim_account_health"]
    assert [values(row, "customer_id", "customer_name", "current_mrr") for row in rows] == [
        ("c1", "C1", 100)
    ]


def test_without_the_level_of_customers_nobody_has_a_health() -> None:
    policy = replace(JUNE, reporting_levels=("parent",))
    marts = compute_marts(two_customers(csm_checkins=checked()), policy)
    assert (marts["dim_account_health"], marts["metrics_health_monthly"]) == ([], [])


# Renewals


@pytest.mark.parametrize(
    ("start", "months", "day", "found"),
    [
        (date(2024, 1, 31), 1, date(2024, 1, 31), date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 1), date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 3, 31)),
        (date(2024, 1, 31), 1, date(2024, 3, 30), date(2024, 3, 31)),
        (date(2024, 1, 31), 1, date(2024, 3, 31), date(2024, 4, 30)),
        (date(2024, 2, 29), 12, date(2024, 12, 31), date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2027, 3, 1), date(2028, 2, 29)),
        (date(2024, 5, 15), 6, date(2024, 5, 15), date(2024, 11, 15)),
        (date(1900, 1, 1), 120_000, date(2024, 1, 1), None),
    ],
)
def test_a_renewal_is_the_first_anniversary_to_come(
    start: date, months: int, day: date, found: date | None
) -> None:
    assert next_anniversary(start, months, day) == found


@pytest.mark.parametrize(
    ("interval", "count", "found"),
    [
        ("month", None, date(2024, 7, 31)),
        ("month", 5, date(2024, 11, 30)),
        ("quarter", 1, date(2024, 7, 31)),
        ("year", 2, date(2026, 1, 31)),
        ("week", 1, None),
        ("day", 1, None),
    ],
)
def test_a_subscription_renews_after_each_of_its_billing_intervals(
    interval: str, count: int | None, found: date | None
) -> None:
    plans = [plan(billing_interval=interval, billing_interval_count=count)]
    started = [subscription(started_at="2024-01-31"), subscription("s2", "c2")]
    assert health(plans=plans, subscriptions=started)["renewal_date"] == found


def renewal(*items: Row) -> object:
    """When `c1` renews with these items of a monthly, a yearly and a weekly plan."""
    plans = [
        plan(),
        plan("yearly", 1200, billing_interval="year"),
        plan("weekly", 1000, billing_interval="week"),
    ]
    subscriptions = [
        subscription(started_at="2024-01-10"),
        subscription("s3", started_at="2024-02-20"),
    ]
    return health(plans=plans, subscriptions=subscriptions, subscription_items=items)[
        "renewal_date"
    ]


def test_the_item_that_is_worth_the_most_decides_when_a_customer_renews() -> None:
    assert renewal(item(), item("i0", "s3", "yearly", quantity=2)) == date(2025, 2, 20)
    assert renewal(item(quantity=3), item("i0", "s3", "yearly")) == date(2024, 7, 10)


def test_of_items_worth_the_same_the_smallest_id_decides() -> None:
    assert renewal(item("i2"), item("i10", "s3", "yearly")) == date(2025, 2, 20)


def test_items_of_weeks_or_days_and_items_that_ended_decide_nothing() -> None:
    assert renewal(item(), item("i0", "s3", "weekly")) == date(2024, 7, 10)
    assert renewal(item(), item("i0", "s3", "yearly", quantity=9, valid_to=DAY)) == date(
        2024, 7, 10
    )


# Months


def months(raw: RawTables, policy: Policy = JUNE) -> list[str]:
    """Each row as "month health customers mrr churned lost"."""
    return [
        " ".join(
            [
                f"{row['month_start']}"[:7],
                *map(str, values(row, "health", "customers")),
                f"{row['mrr']:.0f}",
                str(row["churned_customers_next_month"]),
                "None"
                if row["lost_mrr_next_month"] is None
                else f"{row['lost_mrr_next_month']:.0f}",
            ]
        )
        for row in compute_marts(raw, policy)["metrics_health_monthly"]
    ]


def test_a_month_shows_what_its_customers_lost_in_the_next_one() -> None:
    raw = together(
        paying_by_month("a", [10, 20, 0]),
        paying_by_month("b", [50, 30, 30]),
        paying_by_month("c", [100, 0, 100]),
        paying_by_month("d", [7, 7, 7]),
    )
    red = [csm_checkin("2024-01-05", "red", one, customer_id=one) for one in ("a", "b", "c")]
    raw = {**raw, "csm_checkins": red}
    assert months(raw, as_of(2024, 4, 5)) == [
        "2024-01 red 3 160 1 -120",
        "2024-01 unknown 1 7 0 0",
        "2024-02 red 2 50 1 -20",
        "2024-02 unknown 1 7 0 0",
        "2024-03 red 2 130 None None",
        "2024-03 unknown 1 7 None None",
        "2024-04 green 2 130 None None",
        "2024-04 unknown 1 7 None None",
    ]


def test_the_next_month_counts_once_it_is_complete() -> None:
    raw = paying_by_month("a", [10, 4])
    assert months(raw, as_of(2024, 2, 29)) == [
        "2024-01 unknown 1 10 None None",
        "2024-02 unknown 1 4 None None",
    ]
    assert months(raw, as_of(2024, 3, 1))[0] == "2024-01 unknown 1 10 0 -6"


def test_an_open_month_is_read_on_the_as_of_date() -> None:
    raw = company(csm_checkins=[csm_checkin("2024-02-10", "red")])
    rows = compute_marts(raw, as_of(2024, 2, 9))["metrics_health_monthly"]
    assert [values(row, "health", "is_complete_month") for row in rows] == [
        ("unknown", True),
        ("unknown", False),
    ]
    assert months(raw, as_of(2024, 2, 10))[1] == "2024-02 red 1 100 None None"


def test_a_ticket_that_is_closed_today_was_open_at_earlier_month_ends() -> None:
    asked = [support_ticket("2024-01-20", "2024-03-31", f"t{number}") for number in range(5)]
    assert months(company(support_tickets=asked), as_of(2024, 4, 1)) == [
        "2024-01 red 1 100 0 0",
        "2024-02 red 1 100 0 0",
        "2024-03 green 1 100 None None",
        "2024-04 green 1 100 None None",
    ]


# No look-ahead

AUTUMN = Policy(date(2025, 11, 20), reporting_timezone="America/New_York")


def later_rows(rows: RawTables, day: date) -> RawTables:
    """The same rows under other ids, moved so that they are dated after the day."""
    moved: RawTables = {}
    for table in ENGAGEMENT_TABLES:
        moved[table] = [
            {
                name: f"later {value}"
                if name in ("checkin_id", "ticket_id")
                else _later(value, day)
                for name, value in row.items()
            }
            for row in rows[table]
        ]
    return moved


def _later(value: object, day: date) -> object:
    """A date after `day`, in New York too; other values stay."""
    first = datetime.combine(day, datetime.min.time()) + timedelta(days=1, hours=5)
    if isinstance(value, datetime):
        return max(value, first)
    if isinstance(value, date):
        return max(value, first.date())
    return value


def closed_later(tickets: Sequence[Row], day: date) -> list[Row]:
    """The tickets, those that were open closed after the day, with a rating."""
    closed = _later(datetime.min, day)
    return [
        {**one, "closed_at": closed, "satisfaction": 1} if one["closed_at"] is None else one
        for one in tickets
    ]


@given(data=st.data())
def test_no_month_changes_by_what_is_dated_after_the_day_it_was_read_on(
    data: st.DataObject,
) -> None:
    raw = data.draw(companies(AUTUMN), label="raw tables")
    rows = data.draw(
        engagement_rows(data.draw(worlds(AUTUMN)), paying_accounts(raw)), label="later rows"
    )
    month = data.draw(st.sampled_from([date(2025, number, 1) for number in (5, 8, 10, 11)]))
    day = Calendar(AUTUMN.as_of_date).reading_day(month)
    later = later_rows(rows, day)
    told = {table: [*raw[table], *later.get(table, [])] for table in raw}
    told["support_tickets"] = [
        *closed_later(raw["support_tickets"], day),
        *later["support_tickets"],
    ]
    assert known_by(month, told) == known_by(month, raw)


def paying_accounts(raw: RawTables) -> list[str]:
    """The customers who pay at some month-end; of a company without one every account."""
    rows = compute_marts(raw, AUTUMN)["fct_customer_months"]
    paying = sorted({str(row["customer_id"]) for row in rows})
    return paying or accounts_named(raw["customers"], raw["subscriptions"])


def known_by(month: date, raw: RawTables) -> list[Row]:
    """The rows of `metrics_health_monthly` up to the month."""
    rows = compute_marts(raw, AUTUMN)["metrics_health_monthly"]
    return [row for row in rows if row["month_start"] <= month]  # type: ignore[operator]


# Rows that cannot be used


def rejected(raw: RawTables) -> list[str]:
    """The rejected rows as "source table key reason"."""
    names = ("source_system", "table_name", "record_key", "reason")
    rows = compute_marts(raw, JUNE)["rejected_records"]
    return [" ".join(map(str, values(row, *names))) for row in rows]


def with_values(row: Row, **values: object) -> Row:
    """The row with cells as a loader delivered them."""
    return {**row, **values}


@pytest.mark.parametrize(
    ("table", "row", "key_and_reason"),
    [
        ("product_usage", product_usage(DAY, customer_id=""), "|2024-06-30|reports missing_key"),
        ("product_usage", product_usage(DAY, ""), "c1|2024-06-30| missing_key"),
        ("product_usage", product_usage(None), "c1||reports missing_key"),
        ("csm_checkins", csm_checkin(DAY, checkin_id=""), " missing_key"),
        ("support_tickets", support_ticket(DAY, ticket_id=""), " missing_key"),
        (
            "product_usage",
            with_values(product_usage(DAY), usage_date="soon"),
            "c1|soon|reports unparsable",
        ),
        (
            "product_usage",
            product_usage(DAY, active_users=None),
            "c1|2024-06-30|reports unparsable",
        ),
        (
            "product_usage",
            product_usage(DAY, active_users="1.5"),
            "c1|2024-06-30|reports unparsable",
        ),
        ("csm_checkins", csm_checkin(None), "k1 unparsable"),
        ("csm_checkins", with_values(csm_checkin(DAY), checked_in_at="soon"), "k1 unparsable"),
        ("csm_checkins", with_values(csm_checkin(DAY), updated_at="soon"), "k1 unparsable"),
        ("support_tickets", support_ticket(None), "t1 unparsable"),
        ("support_tickets", with_values(support_ticket(DAY), closed_at="soon"), "t1 unparsable"),
        ("support_tickets", with_values(support_ticket(DAY), satisfaction="?"), "t1 unparsable"),
        ("csm_checkins", csm_checkin(DAY, "Green"), "k1 unknown_value"),
        ("csm_checkins", csm_checkin(DAY, None), "k1 unknown_value"),
        ("support_tickets", support_ticket(DAY, satisfaction="0.9"), "t1 unknown_value"),
        ("support_tickets", support_ticket(DAY, satisfaction="5.000001"), "t1 unknown_value"),
        ("product_usage", product_usage(DAY, customer_id="c9"), "c9|2024-06-30|reports orphan"),
        ("csm_checkins", csm_checkin(DAY, customer_id=""), "k1 orphan"),
        ("csm_checkins", csm_checkin(DAY, customer_id="c9"), "k1 orphan"),
        ("support_tickets", support_ticket(DAY, customer_id=None), "t1 orphan"),
        ("support_tickets", support_ticket(DAY, customer_id="c9"), "t1 orphan"),
        (
            "support_tickets",
            support_ticket("2024-06-01 10:00:01", "2024-06-01 10:00"),
            "t1 ends_before_start",
        ),
        (
            "product_usage",
            product_usage(DAY, active_users=-1),
            "c1|2024-06-30|reports negative_quantity",
        ),
    ],
)
def test_a_bad_row_has_its_reason(table: str, row: Row, key_and_reason: str) -> None:
    assert rejected(company(**{table: [row]})) == [f"engagement {table} {key_and_reason}"]


@pytest.mark.parametrize(
    ("reason", "also", "table", "row"),
    [
        (
            "missing_key",
            "unparsable",
            "product_usage",
            product_usage(DAY, "", active_users=None),
        ),
        ("unparsable", "unknown_value", "csm_checkins", csm_checkin(None, "?")),
        ("unknown_value", "orphan", "csm_checkins", csm_checkin(DAY, "?", customer_id="c9")),
        (
            "orphan",
            "ends_before_start",
            "support_tickets",
            support_ticket(DAY, ago(1), customer_id="c9"),
        ),
        (
            "orphan",
            "negative_quantity",
            "product_usage",
            product_usage(DAY, active_users=-1, customer_id="c9"),
        ),
    ],
)
def test_a_row_has_the_first_reason_that_holds(
    reason: str, also: str, table: str, row: Row
) -> None:
    assert REASONS.index(reason) < REASONS.index(also)
    assert [one.split()[-1] for one in rejected(company(**{table: [row]}))] == [reason]


@pytest.mark.parametrize(
    "row",
    [
        support_ticket(DAY, DAY),
        support_ticket(DAY, satisfaction=1),
        support_ticket(DAY, satisfaction=5),
        support_ticket(DAY, satisfaction="0.9999999"),
        support_ticket(DAY, satisfaction="5.0000004"),
    ],
)
def test_a_ticket_closed_as_it_was_opened_or_rated_at_an_end_of_the_scale_is_good(row: Row) -> None:
    assert rejected(company(support_tickets=[row])) == []


def test_an_account_is_known_when_any_raw_row_names_it_also_a_bad_or_an_old_one() -> None:
    raw = company(
        customers=[customer(), with_values(customer("bad"), is_test="perhaps")],
        subscriptions=[
            subscription(),
            subscription("s2", "billed only", started_at=None),
            subscription("s3", "before", updated_at="2023-01-01"),
            subscription("s3", "c1"),
        ],
        csm_checkins=[
            csm_checkin(DAY, checkin_id=one, customer_id=one)
            for one in ("bad", "before", "billed only", "c1", "nobody")
        ],
    )
    assert [one for one in rejected(raw) if one.startswith("engagement")] == [
        "engagement csm_checkins nobody orphan"
    ]


def test_the_latest_delivery_of_a_row_counts_also_when_it_is_the_bad_one() -> None:
    usage = [product_usage(DAY), product_usage(DAY, active_users=-1, updated_at="2024-02-02")]
    marts = compute_marts(company(product_usage=usage), JUNE)
    row = only(marts["data_quality_summary"], table_name="product_usage")
    assert values(row, "rows_read", "rows_redelivered", "rows_used", "rows_rejected") == (
        2,
        1,
        0,
        1,
    )
    assert only(marts["dim_account_health"])["health"] == "unknown"
    assert only(marts["rejected_records"])["mrr_at_stake"] is None
