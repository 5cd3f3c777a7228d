"""What the sample company sells, to whom, and what its currencies were worth."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from python_checks.raw_tables import Row
from python_checks.sample_company.dice import Dice

OPENED_AT = datetime(2023, 1, 16, 9, 0)
SIGNED_AHEAD_AT = datetime(2026, 5, 11, 16, 30)
SAMPLE_AS_OF_DATE = date(2026, 5, 20)
EXPORTED_AT = datetime(2026, 5, 20, 22, 30)

COUNTRIES = {"US": 46, "CA": 9, "GB": 19, "DE": 15, "FR": 11}
CURRENCIES = {"US": "usd", "CA": "usd", "GB": "gbp", "DE": "eur", "FR": "eur"}
COMPANY_FORMS = {"US": "Inc.", "CA": "Corp.", "GB": "Ltd", "DE": "GmbH", "FR": "SAS"}
CHANNELS = {
    "organic_search": 26,
    "paid_search": 20,
    "outbound": 20,
    "referral": 16,
    "partner": 11,
    "event": 7,
}

FIRST_WORDS = """
    Alder Amber Aspen Beacon Birch Bluewater Brightside Canyon Cedar Clearview Cobalt Copper Coral
    Crescent Delta Driftwood Eastgate Ember Evergreen Fairview Falcon Fern Fjord Foxglove Granite
    Greenfield Harbor Hawthorn Hazel Highland Horizon Indigo Ironwood Juniper Kestrel Lakeside Larch
    Linden Lumen Maple Meadow Meridian Northgate Oakridge Onyx Orchard Osprey Pinnacle Prairie
    Quarry Redwood Ridgeline Riverbend Saffron Silverline Solstice Sparrow Summit Thistle Tidewater
    Timber Vantage Westbrook Willow
""".split()

TRADES = {
    "software": ["Systems", "Labs", "Cloudworks", "Robotics", "Analytics"],
    "retail": ["Outfitters", "Market", "Goods", "Home"],
    "healthcare": ["Health", "Clinics", "Diagnostics", "Dental"],
    "manufacturing": ["Industries", "Tooling", "Plastics", "Metalworks"],
    "logistics": ["Freight", "Logistics", "Shipping", "Warehousing"],
    "financial_services": ["Capital", "Insurance", "Advisors", "Payments"],
    "media": ["Media", "Studios", "Press", "Events"],
    "education": ["Academy", "Learning", "Schools", "Tutors"],
}
INDUSTRIES = {
    "software": 24,
    "retail": 15,
    "healthcare": 12,
    "manufacturing": 13,
    "logistics": 9,
    "financial_services": 12,
    "media": 8,
    "education": 7,
}

PRODUCTS = [
    ("workspace", "Workspace", "platform"),
    ("insights", "Insights", "analytics"),
    ("care", "Premium Care", "services"),
]

MONTHLY_PRICES = {
    "workspace_starter": ("24", "22", "19"),
    "workspace_team": ("39", "36", "31"),
    "workspace_business": ("59", "54", "47"),
    "workspace_enterprise": ("85", "78", "68"),
    "insights": ("15", "14", "12"),
    "care": ("190", "175", "150"),
}
TIERS = ["workspace_starter", "workspace_team", "workspace_business", "workspace_enterprise"]
PLAN_NAMES = {
    "workspace_starter": "Workspace Starter",
    "workspace_team": "Workspace Team",
    "workspace_business": "Workspace Business",
    "workspace_enterprise": "Workspace Enterprise",
    "insights": "Insights",
    "care": "Premium Care",
}
PERIODS = {
    "monthly": ("month", 1, Decimal("1")),
    "quarterly": ("quarter", 1, Decimal("2.9")),
    "annual": ("year", 1, Decimal("10.8")),
}

# id, product, name, charge type, interval, count, currency, price: one line per rule of M3 and M4
UNUSUAL_PLANS = [
    ("workspace_weekly_usd", "workspace", "Workspace by the week", "week", 1, "USD", "9.5"),
    ("workspace_four_weekly_usd", "workspace", "Workspace four-weekly", "week", 4, "USD", "36"),
    ("workspace_daily_usd", "workspace", "Workspace by the day", "day", 1, "USD", "1.9"),
    ("workspace_two_year_usd", "workspace", "Workspace two years", "year", 2, "USD", "1740"),
    ("workspace_two_year_eur", "workspace", "Workspace deux ans", "year", 2, "EUR", "1600"),
    ("care_half_year_usd", "care", "Premium Care half-year", "month", 6, "USD", "1090"),
    ("workspace_flat_monthly_usd", "workspace", "Workspace Flat", "month", 1, "USD", "100"),
    ("workspace_flat_annual_usd", "workspace", "Workspace Flat, yearly", "year", 1, "USD", "1200"),
    ("workspace_flat_no_count_usd", "workspace", "Workspace Flat 2023", "month", None, "USD", "80"),
    ("workspace_free_usd", "workspace", "Workspace Free", "month", 1, "USD", "0"),
    ("insights_api_usd", "insights", "Insights API base", "month", 1, "USD", "0.0125"),
]
FEES = [
    ("setup_fee_usd", "workspace", "Guided set-up", "one_time", None, "USD", "1500"),
    ("setup_fee_eur", "workspace", "Guided set-up", "one_time", None, "EUR", "1400"),
    ("setup_fee_gbp", "workspace", "Guided set-up", "one_time", None, "GBP", "1200"),
    ("insights_metered_usd", "insights", "Insights events", "usage", "month", "USD", "0.002"),
]

FIRST_RATES = {"EUR": Decimal("1.0660"), "GBP": Decimal("1.2090")}
LONG_RUN_RATES = {"EUR": Decimal("1.1250"), "GBP": Decimal("1.3050")}


def products() -> list[Row]:
    """Give the rows of `products`."""
    return [
        {
            "product_id": product_id,
            "product_name": name,
            "product_family": family,
            "updated_at": OPENED_AT,
        }
        for product_id, name, family in PRODUCTS
    ]


def plans() -> list[Row]:
    """Give the rows of `plans`: every tier in three currencies and three periods, then the rest."""
    regular = [
        _regular_plan(plan, period, currency_number)
        for plan in PLAN_NAMES
        for period in PERIODS
        for currency_number in range(3)
    ]
    unusual = [_plan(i, p, n, "recurring", u, c, cur, a) for i, p, n, u, c, cur, a in UNUSUAL_PLANS]
    fees = [_plan(i, p, n, kind, unit, None, cur, a) for i, p, n, kind, unit, cur, a in FEES]
    return regular + unusual + fees


def _regular_plan(plan: str, period: str, currency_number: int) -> Row:
    currency = ("USD", "EUR", "GBP")[currency_number]
    unit, count, months = PERIODS[period]
    amount = Decimal(MONTHLY_PRICES[plan][currency_number]) * months
    name = f"{PLAN_NAMES[plan]}, {period}"
    plan_id = f"{plan}_{period}_{currency.lower()}"
    return _plan(plan_id, plan.split("_")[0], name, "recurring", unit, count, currency, str(amount))


def _plan(
    plan_id: str,
    product_id: str,
    name: str,
    charge_type: str,
    unit: str | None,
    count: int | None,
    currency: str,
    amount: str,
) -> Row:
    return {
        "plan_id": plan_id,
        "product_id": product_id,
        "plan_name": name,
        "charge_type": charge_type,
        "billing_interval": unit,
        "billing_interval_count": count,
        "currency": currency,
        "unit_amount": Decimal(amount),
        "updated_at": OPENED_AT,
    }


def exchange_rates(dice: Dice) -> list[Row]:
    """Give month-end rates that wander around a long-run level, from before the first month."""
    return [row for currency in FIRST_RATES for row in _rates_of(currency, dice)]


def _rates_of(currency: str, dice: Dice) -> Iterator[Row]:
    rate = FIRST_RATES[currency]
    for day in _month_ends():
        yield _rate(currency, day, rate)
        drift = (LONG_RUN_RATES[currency] - rate) / 12
        shock = Decimal(dice.whole(-180, 180)) / 10_000
        rate = (rate + drift + shock).quantize(Decimal("0.0001"))


def _rate(currency: str, day: date, rate: Decimal) -> Row:
    published_at = datetime(day.year, day.month, day.day, 17, 0)
    return {"currency": currency, "rate_date": day, "rate": rate, "updated_at": published_at}


def _month_ends() -> Iterator[date]:
    day = date(2022, 12, 31)
    while day < SAMPLE_AS_OF_DATE:
        yield day
        day = (day + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    yield date(2026, 5, 15)
