"""Invented billing companies: small, valid by the contract, and full of awkward coincidences.

Days cluster around month ends and the as-of date, instants around midnight in UTC and in the
reporting time zone, and each company draws most of its instants from a handful of days, so that
trials end as discounts start and items change on the day a pause begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from python_checks.policy import Policy
from python_checks.raw_tables import ENGAGEMENT_TABLES, KEYS, TABLES, RawTables, Row

MONTHS_BACK = 29
MONTHS_AHEAD = 2
NEAR_DAYS = 70
LAST_INSTANT = timedelta(microseconds=1)
LAST_DELIVERY = datetime(2026, 1, 2, 3, 4, 5)
EARLIER_DELIVERIES = (LAST_DELIVERY - timedelta(days=1), LAST_DELIVERY - LAST_INSTANT, None)

HUGE = Decimal(10) ** 9
PRICES = [
    "10",
    "100",
    "20",
    "10",
    "0",
    "99.99",
    "7.5",
    "33.333333",
    "1200",
    "0.01",
    "1234.567891",
    "0.000001",
]
HUGE_PRICES = ["1000000000000", "999999999999.999999", "33333333333.333333"]
QUANTITIES = ["1", "2", "1", "5", "0", "3", "0.5", "10", "0.333333", "1.000001", "250"]
FRACTIONS = ["1", "0", "0.5", "0.333333", "0.999999"]
PERCENTS = ["10", "20", "50", "100", "0", "33.33", "12.5", "99.99", "0.01"]
FINE_PERCENTS = ["33.333333", "0.000001", "99.999999"]
AMOUNTS_OFF = ["10", "5", "0", "100", "3.33", "0.01", "0.000001", "1000000", "999999999999.999999"]
RATES = ["1.1", "0.925", "150.5", "0.0064", "1.333333333333", "1"]
FOREIGN = ("GBP", "JPY", "USD", "EUR")
WINDOW_EDGES = (0, 0, 0, 0, 1, 14, 14, 27, 28, 55, 56, 89, 90, 91, 179, 180)
FEATURES = ["reports", "export", "alerts", "Reports", "\u00e9tats"]
SATISFACTIONS = ["1", "5", "3", "4.5", "2.333333", "4.999999"]
GHOST_CUSTOMER = "c_ghost"
GHOST_PRODUCT = "p_ghost"

Instants = SearchStrategy[datetime]
Rare = TypeVar("Rare")
Usual = TypeVar("Usual")


@dataclass(frozen=True)
class World:
    """What the rows of one invented company have in common."""

    policy: Policy
    instants: Instants
    currencies: tuple[str, ...]


@st.composite
def companies(draw: DrawFn, policy: Policy) -> RawTables:
    """The raw tables of one small company, every row valid by the contract, section A."""
    world = draw(worlds(policy))
    customers = draw(customer_rows(world))
    products = draw(product_rows())
    plans = draw(plan_rows(world))
    subscriptions = draw(subscription_rows(world, [str(row["customer_id"]) for row in customers]))
    items = draw(item_rows(world, subscriptions, plans))
    raw = {
        "customers": customers,
        "products": products,
        "plans": plans,
        "subscriptions": subscriptions,
        "subscription_items": items,
        "discounts": draw(discount_rows(world, items, plans)),
        "subscription_pauses": draw(pause_rows(world, subscriptions)),
        "usage_charges": draw(usage_rows(world, items)),
        "exchange_rates": draw(rate_rows(world)),
        **draw(engagement_rows(world, accounts_named(customers, subscriptions))),
    }
    return {table: draw(delivered(rows, KEYS[table])) for table, rows in raw.items()}


@st.composite
def worlds(draw: DrawFn, policy: Policy) -> World:
    """A handful of days on which most things happen, and the currencies in use."""
    days = awkward_days(policy.as_of_date)
    some = draw(st.lists(st.sampled_from(days), min_size=2, max_size=5, unique=True))
    few = draw(st.sampled_from([some, renewal_days(some[0], policy), near(some[0], policy)]))
    foreign = [currency for currency in FOREIGN if currency != policy.reporting_currency]
    currencies = draw(
        st.sampled_from(
            [
                (policy.reporting_currency,),
                (policy.reporting_currency, foreign[0]),
                (foreign[1],),
                (policy.reporting_currency, *foreign[:2]),
            ]
        )
    )
    happening = mostly(st.sampled_from(few), st.sampled_from(days), one_in=3)
    return World(policy, instants_on(happening, policy.reporting_timezone), currencies)


def renewal_days(day: date, policy: Policy) -> list[date]:
    """A day, the last one that is a late renewal of what ended then, and the day after."""
    late = policy.late_renewal_days
    return [day + timedelta(days=days) for days in (0, 1, late, late + 1)]


def near(day: date, policy: Policy) -> list[date]:
    """The awkward days of the weeks around a day."""
    return [
        other for other in awkward_days(policy.as_of_date) if abs((other - day).days) <= NEAR_DAYS
    ]


@cache
def awkward_days(as_of_date: date) -> tuple[date, ...]:
    """Edges and middles of about 30 months, and the days around the as-of date.

    Three months ago comes first: histories shrink towards it.
    """
    first_days = [
        month_start(as_of_date, offset) for offset in range(-MONTHS_BACK, MONTHS_AHEAD + 1)
    ]
    nearest = month_start(as_of_date, -3)
    first_days.sort(key=lambda day: abs((day - nearest).days))
    edges = [day + timedelta(days=days) for day in first_days for days in (0, 14, 1, -1, -2)]
    around = [as_of_date + timedelta(days=days) for days in (0, -1, 1)]
    return (*edges, *around * 2)


def month_start(day: date, months: int) -> date:
    """The first day of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def instants_on(days: SearchStrategy[date], zone: str) -> Instants:
    """Instants (naive UTC) on and around both midnights of a day: UTC and reporting zone."""

    def at_midnight(day: date) -> datetime:
        return datetime.combine(day, time())

    def at_local_midnight(day: date) -> datetime:
        local = at_midnight(day).replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def at_noon(day: date) -> datetime:
        return datetime.combine(day, time(12, 34, 56))

    moments: list[Callable[[date], datetime]] = [
        at_midnight,
        at_local_midnight,
        lambda day: at_midnight(day) - LAST_INSTANT,
        lambda day: at_local_midnight(day) - LAST_INSTANT,
        at_noon,
    ]
    return st.builds(lambda moment, day: moment(day), st.sampled_from(moments), days)


def decimals(texts: Sequence[str]) -> SearchStrategy[Decimal]:
    """One of the listed numbers, as a decimal."""
    return st.sampled_from([Decimal(text) for text in texts])


def seldom(
    rare: SearchStrategy[Rare], usual: Usual, one_in: int = 4
) -> SearchStrategy[Rare | Usual]:
    """The usual value, but once in a while one of the rare ones."""
    return mostly(st.just(usual), rare, one_in)


def mostly(
    usual: SearchStrategy[Usual], rare: SearchStrategy[Rare], one_in: int
) -> SearchStrategy[Rare | Usual]:
    """The usual values, but once in a while one of the rare ones; `one_of` would drop weights."""
    return st.integers(1, one_in).flatmap(lambda choice: rare if choice == one_in else usual)


def row(table: str, **values: object) -> Row:
    """A row of a raw table; columns not named are null, the delivery is the last one."""
    unknown = values.keys() - TABLES[table].keys()
    if unknown:
        raise KeyError(f"{table} has no column {sorted(unknown)}")
    return {**dict.fromkeys(TABLES[table]), "updated_at": LAST_DELIVERY, **values}


@st.composite
def customer_rows(draw: DrawFn, world: World) -> list[Row]:
    """One to six customers with merges, parents, circles, dangling links and test flags."""
    ids = [f"c{number}" for number in range(1, draw(st.integers(1, 6)) + 1)]
    links = seldom(st.sampled_from([*ids, GHOST_CUSTOMER, ""]), None, one_in=3)
    return [
        row(
            "customers",
            customer_id=customer_id,
            customer_name=draw(st.sampled_from(["Ada", None])),
            parent_customer_id=draw(links),
            merged_into_customer_id=draw(links),
            segment=draw(st.sampled_from(["smb", "enterprise", None, "", "unknown"])),
            country=draw(st.sampled_from(["DE", "US", None])),
            industry=draw(st.sampled_from(["retail", None])),
            acquisition_channel=draw(st.sampled_from([None, "partner"])),
            is_test=draw(st.sampled_from([False, None, False, False, False, False, False, True])),
            created_at=draw(seldom(world.instants, None)),
        )
        for customer_id in ids
    ]


@st.composite
def product_rows(draw: DrawFn) -> list[Row]:
    """One to three products."""
    return [
        row(
            "products",
            product_id=f"p{number}",
            product_name=f"Product {number}",
            product_family=draw(st.sampled_from([None, "core"])),
        )
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]


@st.composite
def plan_rows(draw: DrawFn, world: World) -> list[Row]:
    """One to five plans in every interval, count, charge type and currency."""
    return [draw(plan_row(world, f"plan{number}")) for number in range(1, draw(st.integers(2, 6)))]


@st.composite
def plan_row(draw: DrawFn, world: World, plan_id: str) -> Row:
    """One plan; only a one-time plan may lack an interval."""
    one_in = 6 if world.policy.usage_in_mrr == "none" else 2
    others = st.sampled_from(["one_time", "usage", "usage"])
    charge_type = draw(seldom(others, "recurring", one_in))
    intervals: list[str | None] = ["month", "year", "quarter", "week", "day"]
    return row(
        "plans",
        plan_id=plan_id,
        product_id=draw(st.sampled_from(["p1", "p2", "p1", GHOST_PRODUCT])),
        plan_name=plan_id.title(),
        charge_type=charge_type,
        billing_interval=draw(
            st.sampled_from([None, *intervals] if charge_type == "one_time" else intervals)
        ),
        billing_interval_count=draw(st.sampled_from([1, 1, None, 2, 3, 7, 12, 24])),
        currency=draw(st.sampled_from(world.currencies)),
        unit_amount=draw(prices()),
    )


def prices() -> SearchStrategy[Decimal]:
    """Prices per unit and billing interval; one in eight is huge."""
    return mostly(decimals(PRICES), decimals(HUGE_PRICES), one_in=8)


def quantities(price: Decimal) -> SearchStrategy[Decimal]:
    """Quantities that keep quantity x price within 10^12."""
    return decimals(FRACTIONS if price > HUGE else QUANTITIES)


@st.composite
def subscription_rows(draw: DrawFn, world: World, customer_ids: list[str]) -> list[Row]:
    """One to six subscriptions, sometimes billed to a customer that has no row."""
    billed = st.sampled_from([*customer_ids, *customer_ids, *customer_ids, GHOST_CUSTOMER])
    return [
        draw(subscription_row(world, f"s{number}", draw(billed)))
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]


@st.composite
def subscription_row(draw: DrawFn, world: World, subscription_id: str, customer_id: str) -> Row:
    """One subscription: open, ended, ended at its start, or ended in the future."""
    started_at, ended_at = draw(intervals(world.instants))
    trial_starts_at, trial_ends_at = draw(trials(world.instants))
    return row(
        "subscriptions",
        subscription_id=subscription_id,
        customer_id=customer_id,
        status=draw(st.sampled_from(["active", "canceled", "past_due", "trialing", "paused"])),
        started_at=started_at,
        trial_starts_at=trial_starts_at,
        trial_ends_at=trial_ends_at,
        cancel_requested_at=draw(seldom(world.instants, None)),
        ended_at=ended_at,
        end_reason=draw(st.sampled_from([None, "voluntary", "involuntary"])),
        updated_at=draw(last_changes(world.policy)),
    )


def last_changes(policy: Policy) -> SearchStrategy[datetime]:
    """When a subscription changed last: it matters while it is past due."""
    counts = policy.past_due_grace_days is not None
    return st.sampled_from([LAST_DELIVERY + timedelta(days=days * counts) for days in (0, 40, 90)])


@st.composite
def intervals(draw: DrawFn, instants: Instants) -> tuple[datetime, datetime | None]:
    """A start, and in half of the cases an end that is not before it."""
    first, second = sorted([draw(instants), draw(instants)])
    return draw(st.sampled_from([(first, None), (first, second), (second, None), (first, second)]))


@st.composite
def trials(draw: DrawFn, instants: Instants) -> tuple[datetime | None, datetime | None]:
    """Mostly no trial; else one with a start, an end, or both."""
    kind = draw(st.sampled_from(["none"] * 6 + ["both", "end", "both", "start"]))
    if kind == "none":
        return None, None
    first, second = sorted([draw(instants), draw(instants)])
    return (None if kind == "end" else first), (None if kind == "start" else second)


@st.composite
def item_rows(draw: DrawFn, world: World, subscriptions: list[Row], plans: list[Row]) -> list[Row]:
    """One to three items per subscription; each is a list of versions that never overlap."""
    owners = [
        subscription for subscription in subscriptions for _ in range(draw(st.integers(1, 3)))
    ]
    return [
        version
        for number, subscription in enumerate(owners, start=1)
        for version in draw(item_versions(world, f"i{number}", subscription, plans))
    ]


@st.composite
def item_versions(
    draw: DrawFn, world: World, item_id: str, subscription: Row, plans: list[Row]
) -> list[Row]:
    """The versions of one item: contiguous, with gaps, of no length, or open at the end."""
    started_at = subscription["started_at"]
    assert isinstance(started_at, datetime)
    changes = draw(st.lists(world.instants, max_size=3, unique=True))
    starts = sorted({draw(seldom(world.instants, started_at)), *changes})
    ends: list[datetime | None] = [*starts[1:], None]
    return [
        row(
            "subscription_items",
            subscription_item_id=item_id,
            subscription_id=subscription["subscription_id"],
            valid_from=start,
            valid_to=draw(version_ends(world.instants, start, end)),
            **draw(priced(plans)),
        )
        for start, end in zip(starts, ends, strict=True)
    ]


@st.composite
def version_ends(
    draw: DrawFn, instants: Instants, start: datetime, end: datetime | None
) -> datetime | None:
    """Mostly `end` itself; else an instant between the two, or `start`."""
    if draw(st.sampled_from([True, True, True, False])):
        return end
    sooner = max(start, draw(instants))
    return sooner if end is None else min(sooner, end)


@st.composite
def priced(draw: DrawFn, plans: list[Row]) -> dict[str, object]:
    """A plan, perhaps with a price of its own, and a quantity that suits the price."""
    plan = draw(st.sampled_from(plans))
    own_price = draw(seldom(prices(), None))
    price = plan["unit_amount"] if own_price is None else own_price
    assert isinstance(price, Decimal)
    return {
        "plan_id": plan["plan_id"],
        "unit_amount": own_price,
        "quantity": draw(quantities(price)),
    }


@st.composite
def discount_rows(draw: DrawFn, world: World, items: list[Row], plans: list[Row]) -> list[Row]:
    """Up to four discounts on a few subscriptions, of every kind, stacked."""
    if draw(st.sampled_from([False, True, True])):
        favourites = draw(st.lists(st.sampled_from(items), min_size=1, max_size=2))
        count = draw(st.integers(1, 6))
        return [
            draw(discount_row(world, f"d{number}", draw(st.sampled_from(favourites)), items, plans))
            for number in range(1, count + 1)
        ]
    return []


@st.composite
def discount_row(
    draw: DrawFn, world: World, discount_id: str, item: Row, items: list[Row], plans: list[Row]
) -> Row:
    """One discount on an item or on its whole subscription."""
    starts_at, ends_at = draw(intervals(world.instants))
    on_item = draw(st.booleans())
    scope_column = "subscription_item_id" if on_item else "subscription_id"
    plan_ids = {other["plan_id"] for other in items if other[scope_column] == item[scope_column]}
    currencies = sorted({str(plan["currency"]) for plan in plans if plan["plan_id"] in plan_ids})
    return row(
        "discounts",
        discount_id=discount_id,
        subscription_id=item["subscription_id"],
        subscription_item_id=item["subscription_item_id"] if on_item else None,
        duration=draw(st.sampled_from(["forever", "repeating", "forever", "repeating", "once"])),
        starts_at=starts_at,
        ends_at=ends_at,
        **draw(reductions(currencies)),
    )


def reductions(currencies: Sequence[str]) -> SearchStrategy[dict[str, object]]:
    """Either a percent, seldom with six decimals, or an amount in one of the currencies."""
    percents = mostly(decimals(PERCENTS), decimals(FINE_PERCENTS), one_in=6)
    return st.one_of(
        st.builds(lambda percent: {"percent_off": percent}, percents),
        st.builds(
            lambda amount, currency: {"amount_off": amount, "currency": currency},
            decimals(AMOUNTS_OFF),
            st.sampled_from(currencies),
        ),
    )


@st.composite
def pause_rows(draw: DrawFn, world: World, subscriptions: list[Row]) -> list[Row]:
    """Up to three pauses, which may overlap, of no length or without an end."""
    paused = draw(st.lists(st.sampled_from(subscriptions), max_size=3))
    rows = [draw(pause_row(world, str(one["subscription_id"]))) for one in paused]
    return one_per_key(rows, KEYS["subscription_pauses"])


@st.composite
def pause_row(draw: DrawFn, world: World, subscription_id: str) -> Row:
    """One pause of a subscription."""
    paused_at, resumed_at = sorted([draw(world.instants), draw(world.instants)])
    return row(
        "subscription_pauses",
        subscription_id=subscription_id,
        paused_at=paused_at,
        resumed_at=draw(st.sampled_from([resumed_at, resumed_at, resumed_at, None])),
    )


@st.composite
def usage_rows(draw: DrawFn, world: World, items: list[Row]) -> list[Row]:
    """Usage charges of a few months; seldom any when the policy leaves usage out of MRR."""
    counts = world.policy.usage_in_mrr != "none"
    if not draw(st.sampled_from([counts, counts, counts, True])):
        return []
    used = draw(st.lists(st.sampled_from(items), min_size=1, max_size=6 if counts else 1))
    rows = [draw(usage_row(world, str(one["subscription_item_id"]))) for one in used]
    return one_per_key(rows, KEYS["usage_charges"])


@st.composite
def usage_row(draw: DrawFn, world: World, item_id: str) -> Row:
    """What an item used in one month, in any currency in use."""
    return row(
        "usage_charges",
        subscription_item_id=item_id,
        usage_month=month_start(draw(world.instants).date(), 0),
        amount=draw(prices()),
        currency=draw(st.sampled_from(world.currencies)),
    )


@st.composite
def rate_rows(draw: DrawFn, world: World) -> list[Row]:
    """Rates of every currency in use; each has one by the end of the last complete month."""
    rows = [
        rate
        for currency in (*FOREIGN[:2], *world.currencies)
        if currency in world.currencies and currency != world.policy.reporting_currency
        for rate in draw(rates_of(world, currency))
    ]
    return one_per_key(rows, KEYS["exchange_rates"])


@st.composite
def rates_of(draw: DrawFn, world: World, currency: str) -> list[Row]:
    """One to four rates of a currency; some may be dated after the as-of date."""
    last_complete_day = month_start(world.policy.as_of_date, 0) - timedelta(days=1)
    sure = min(draw(world.instants).date(), last_complete_day)
    others = draw(st.lists(world.instants, max_size=3))
    return [
        row("exchange_rates", currency=currency, rate_date=day, rate=draw(decimals(RATES)))
        for day in [sure, *(instant.date() for instant in others)]
    ]


def accounts_named(customers: list[Row], subscriptions: list[Row]) -> list[str]:
    """The accounts that have a row, and those that are only billed."""
    return sorted({str(row["customer_id"]) for row in [*customers, *subscriptions]})


@st.composite
def engagement_rows(draw: DrawFn, world: World, accounts: list[str]) -> RawTables:
    """Mostly a few rows of usage, check-ins and tickets; in a third of the companies none."""
    if not draw(st.sampled_from([True, True, False])):
        return {table: [] for table in ENGAGEMENT_TABLES}
    few = draw(st.lists(st.sampled_from(accounts), min_size=1, max_size=2))
    account, instants = st.sampled_from([*few, *few, *accounts]), before(world.instants)
    usage = draw(st.lists(product_usage_rows(account, instants), max_size=6))
    checkins = draw(st.lists(st.tuples(account, instants), max_size=4))
    tickets = draw(st.lists(support_ticket_values(account, instants), max_size=8))
    return {
        "product_usage": one_per_key(
            [row for rows in usage for row in rows], KEYS["product_usage"]
        ),
        "csm_checkins": [
            row(
                "csm_checkins",
                checkin_id=f"k{number}",
                customer_id=customer_id,
                checked_in_at=checked_in_at,
                score=draw(st.sampled_from(["green", "yellow", "red"])),
            )
            for number, (customer_id, checked_in_at) in enumerate(checkins, start=1)
        ],
        "support_tickets": [
            row("support_tickets", ticket_id=f"t{number}", **values)
            for number, values in enumerate(tickets, start=1)
        ],
    }


def before(instants: Instants) -> Instants:
    """Instants as many days earlier as the windows of account health are long, or just longer."""
    ages = st.sampled_from([timedelta(days=days) for days in WINDOW_EDGES])
    return st.builds(lambda instant, age: instant - age, instants, ages)


@st.composite
def product_usage_rows(draw: DrawFn, account: SearchStrategy[str], instants: Instants) -> list[Row]:
    """A customer's day with a few features; nobody may have used them."""
    customer_id, day = draw(account), draw(instants).date()
    features = draw(st.lists(st.sampled_from(FEATURES), min_size=1, max_size=3, unique=True))
    return [
        row(
            "product_usage",
            customer_id=customer_id,
            usage_date=day,
            feature=feature,
            active_users=draw(st.sampled_from([1, 2, 5, 0])),
        )
        for feature in features
    ]


@st.composite
def support_ticket_values(
    draw: DrawFn, account: SearchStrategy[str], instants: Instants
) -> dict[str, object]:
    """A ticket without its id: open or closed, rated or not."""
    opened_at, closed_at = draw(intervals(instants))
    return {
        "customer_id": draw(account),
        "opened_at": opened_at,
        "closed_at": closed_at,
        "satisfaction": draw(decimals(SATISFACTIONS) | st.none()),
    }


def one_per_key(rows: list[Row], key: tuple[str, ...]) -> list[Row]:
    """The rows without those that repeat an earlier row's key."""
    return list({tuple(row[column] for column in key): row for row in reversed(rows)}.values())


@st.composite
def delivered(draw: DrawFn, rows: list[Row], key: tuple[str, ...]) -> list[Row]:
    """The rows as a loader leaves them: some twice, some with older contents, some undated."""
    if not rows or draw(st.sampled_from([True, True, False])):
        return rows
    again = draw(st.sampled_from(rows))
    if draw(st.booleans()):
        return [*rows, dict(again)]
    if draw(st.booleans()):
        return [{**one, "updated_at": None} if one is again else one for one in rows]
    return draw(after_older_deliveries(rows, again, key))


@st.composite
def after_older_deliveries(
    draw: DrawFn, rows: list[Row], again: Row, key: tuple[str, ...]
) -> list[Row]:
    """The rows with older deliveries of one of them, whose contents are those of other rows."""
    same_key = {column: again[column] for column in key}
    moments = draw(
        st.lists(st.sampled_from(EARLIER_DELIVERIES), min_size=1, max_size=2, unique=True)
    )
    older = [
        {**draw(st.sampled_from(rows)), **same_key, "updated_at": moment} for moment in moments
    ]
    return draw(st.sampled_from([[*older, *rows], [*rows, *older]]))
