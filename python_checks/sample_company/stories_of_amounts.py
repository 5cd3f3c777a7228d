"""Stories of M1 to M4 and M9 to M11: dates, prices, intervals, discounts, currencies."""

from datetime import date
from decimal import Decimal

from python_checks.sample_company.story import Story, Tell, add_line, at, item_id

# M1: what is in force at the end of the month


def starts_a_second_before_midnight(story: Story) -> None:
    """New in March: it pays on the last day of the month."""
    story.contract("workspace_team_monthly_usd", "6", "2024-03-31 23:59:59")


def starts_at_midnight(story: Story) -> None:
    """New in May, not in April."""
    story.contract("workspace_team_monthly_eur", "7", "2024-05-01 00:00:00")


def ends_a_second_before_midnight(story: Story) -> None:
    """Churn in June: on the last day the service has already ended."""
    story.contract("workspace_team_monthly_usd", "5", "2023-09-12", "2024-06-30 23:59:59")


def ends_at_midnight(story: Story) -> None:
    """Churn in July: the whole of June is served."""
    story.contract("workspace_team_monthly_gbp", "8", "2023-09-12", "2024-07-01 00:00:00")


def starts_on_leap_day(story: Story) -> None:
    """New in February of a leap year."""
    story.contract("workspace_starter_annual_usd", "9", "2024-02-29")


def starts_on_as_of_date(story: Story) -> None:
    """The open month is read at the end of the as-of date: new in May."""
    story.contract("workspace_team_monthly_usd", "11", "2026-05-20")


def ends_on_as_of_date(story: Story) -> None:
    """The end is exclusive: churn in the open month."""
    story.contract("workspace_starter_monthly_usd", "6", "2025-02-20", "2026-05-20 08:00:00")


def change_later_in_open_month(story: Story) -> None:
    """More seats from 28 May are known, but the open month is read on the 20th."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2025-05-28")
    contract.change_line(0, at("2026-05-28"), quantity=Decimal(16))


# M2: quantity x price, changed in mid-month


def quantity_changes_in_mid_month(story: Story) -> None:
    """Expansion in April, contraction in September."""
    contract = story.contract("workspace_team_monthly_usd", "12", "2024-01-09")
    contract.change_line(0, at("2024-04-17"), quantity=Decimal(20))
    contract.change_line(0, at("2024-09-11"), quantity=Decimal(15))


def price_changes_in_mid_month(story: Story) -> None:
    """An agreed price, below the plan's, then one above it."""
    contract = story.contract("workspace_business_monthly_gbp", "14", "2023-11-08", price="41.5")
    contract.change_line(0, at("2024-11-14"), unit_amount=Decimal("49.999999"))


def plan_changes_in_mid_month(story: Story) -> None:
    """An upgrade, then a downgrade below the first plan."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-02-05")
    contract.change_line(0, at("2024-06-13"), plan_id="workspace_business_monthly_usd")
    contract.change_line(0, at("2025-06-18"), plan_id="workspace_starter_monthly_usd")


def change_undone_in_the_same_month(story: Story) -> None:
    """Ten seats more for two weeks: unchanged, no month-end saw them."""
    contract = story.contract("workspace_team_monthly_eur", "10", "2024-03-04")
    contract.change_line(0, at("2024-08-06"), quantity=Decimal(20))
    contract.change_line(0, at("2024-08-20"), quantity=Decimal(10))


def plan_quantity_and_price_change_at_once(story: Story) -> None:
    """One version ends and the next differs in all three."""
    contract = story.contract("workspace_team_annual_usd", "18", "2024-05-21")
    changes = {"plan_id": "workspace_business_annual_usd", "unit_amount": Decimal("590")}
    contract.change_line(0, at("2025-05-21"), quantity=Decimal(22), **changes)


def fractional_quantity(story: Story) -> None:
    """Half-time seats; the list amount has six decimals."""
    story.contract("workspace_daily_usd", "2.125", "2025-01-13", price="1.333333")


def no_seats_for_two_months(story: Story) -> None:
    """Quantity 0: churn in July, late renewal in September, under one subscription."""
    contract = story.contract("workspace_team_monthly_usd", "6", "2024-01-15")
    contract.change_line(0, at("2024-07-10"), quantity=Decimal(0))
    contract.change_line(0, at("2024-09-10"), quantity=Decimal(7))


# M3: every interval and count


def paid_by_the_week(story: Story) -> None:
    """52/12 weeks a month: 9.50 x 13 seats = 535.166667."""
    story.contract("workspace_weekly_usd", "13", "2023-10-16")


def paid_every_four_weeks(story: Story) -> None:
    """13/12 periods a month."""
    story.contract("workspace_four_weekly_usd", "9", "2024-10-07")


def paid_by_the_day(story: Story) -> None:
    """365/12 days a month, in leap years too."""
    story.contract("workspace_daily_usd", "4", "2023-12-11", "2025-07-22")


def paid_every_two_years(story: Story) -> None:
    """1/24 of 1,740 a seat: 72.50 a month."""
    story.account("2023-06-01", "mid_market")
    story.contract("workspace_two_year_usd", "24", "2023-06-14")


def paid_every_two_years_in_euro(story: Story) -> None:
    """1/24 of 1,600 does not end: 66.666667 a month."""
    story.account("2024-06-03", "mid_market", "FR")
    story.contract("workspace_two_year_eur", "17", "2024-06-10")


def paid_every_half_year(story: Story) -> None:
    """Month with count 6; bought beside a monthly plan (a cross-sell)."""
    contract = story.contract("workspace_team_monthly_usd", "15", "2023-08-14")
    add_line(contract, "care_half_year_usd", "1", "2024-02-14")


def empty_interval_count(story: Story) -> None:
    """An empty count is 1."""
    story.contract("workspace_flat_no_count_usd", "2", "2023-03-06", "2025-11-17")


def interval_switch_without_movement(story: Story) -> None:
    """100 a month becomes 1,200 a year: unchanged."""
    contract = story.contract("workspace_flat_monthly_usd", "3", "2024-01-22")
    contract.change_line(0, at("2025-01-22"), plan_id="workspace_flat_annual_usd")


def tiny_unit_price(story: Story) -> None:
    """0.0125 x 33,333 calls: 416.6625."""
    contract = story.contract("workspace_team_monthly_usd", "8", "2024-04-08")
    add_line(contract, "insights_api_usd", "33333", "2024-07-08")


# M4: what is not MRR


def set_up_fee(story: Story) -> None:
    """The fee beside the seats never counts."""
    story.account("2024-08-19", "mid_market", "GB")
    contract = story.contract("workspace_business_annual_gbp", "30", "2024-09-02")
    add_line(contract, "setup_fee_gbp", "1", "2024-09-02")


def only_a_set_up_fee(story: Story) -> None:
    """Bought help, never a seat: not a paying customer."""
    story.contract("setup_fee_eur", "1", "2025-03-10")


def metered_usage(story: Story) -> None:
    """Events are billed in arrears and stay outside of MRR."""
    contract = story.contract("workspace_team_monthly_usd", "16", "2025-09-15")
    add_line(contract, "insights_metered_usd", "1", "2025-10-01 00:00:00")
    amounts = ("118.40", "131.26", "0", "96.02", "142.88", "155.91", "167.30")
    for month, amount in enumerate(amounts, start=9):
        first_day = date(2025 + month // 12, month % 12 + 1, 1)
        story.books.usage(item_id(contract, 1), first_day, amount)


# M9: discounts


def percent_discount_expires(story: Story) -> None:
    """25 % off for three months: expansion in August."""
    contract = story.contract("workspace_team_monthly_usd", "12", "2024-05-06")
    story.discount(contract, "2024-05-06", "2024-08-06", percent="25")


def discount_starts_later(story: Story) -> None:
    """A concession after a year: contraction in February."""
    contract = story.contract("workspace_business_monthly_eur", "11", "2024-02-12")
    story.discount(contract, "2025-02-12", percent="12.5", duration="forever")


def fixed_discount_forever(story: Story) -> None:
    """60 dollars off each month."""
    contract = story.contract("workspace_team_monthly_usd", "14", "2024-10-21")
    story.discount(contract, "2024-10-21", amount="60", duration="forever")


def fixed_discount_per_year(story: Story) -> None:
    """700 euros off a year: 58.333333 a month."""
    contract = story.contract("workspace_team_annual_eur", "13", "2025-02-03")
    story.discount(contract, "2025-02-03", amount="700", duration="forever", line=0)


def once_discount(story: Story) -> None:
    """Half off the first invoice: no rate, no movement."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2025-04-07")
    story.discount(contract, "2025-04-07", "2025-05-07", percent="50", duration="once")


def stacked_percents(story: Story) -> None:
    """20 % and 10 % are 28 %; one ends in November."""
    contract = story.contract("workspace_business_monthly_gbp", "12", "2024-04-22")
    story.discount(contract, "2024-04-22", percent="20", duration="forever")
    story.discount(contract, "2024-04-22", "2024-11-22", percent="10")


def percent_then_fixed(story: Story) -> None:
    """The fixed amount comes off what the percent leaves, whatever their starts."""
    contract = story.contract("workspace_team_monthly_usd", "17", "2024-07-15")
    story.discount(contract, "2024-07-15", amount="45", duration="forever")
    story.discount(contract, "2024-09-16", "2025-09-16", percent="33.333333")


def discount_on_one_item(story: Story) -> None:
    """Only the second line is cheaper."""
    contract = story.contract("workspace_team_monthly_usd", "15", "2024-11-11")
    add_line(contract, "insights_monthly_usd", "6", "2024-11-11")
    story.discount(contract, "2024-11-11", "2025-11-11", percent="40", line=1)


def shared_by_two_intervals(story: Story) -> None:
    """120 off, shared by list MRR; the yearly line's share counts a twelfth."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2024-12-02")
    add_line(contract, "insights_annual_usd", "9", "2024-12-02")
    story.discount(contract, "2024-12-02", amount="120", duration="forever")


def shared_by_three_equal_items(story: Story) -> None:
    """10 off three equal lines: the last millionth goes to the smallest item id."""
    contract = story.contract("workspace_flat_monthly_usd", "1", "2025-06-09")
    for _ in range(2):
        add_line(contract, "workspace_flat_monthly_usd", "1", "2025-06-09")
    story.discount(contract, "2025-06-09", amount="10", duration="forever")


def discount_larger_than_one_item(story: Story) -> None:
    """What the item cannot absorb is not moved to the other."""
    contract = story.contract("workspace_team_monthly_gbp", "12", "2025-01-20")
    add_line(contract, "insights_monthly_gbp", "4", "2025-01-20")
    story.discount(contract, "2025-01-20", "2025-12-20", amount="75", line=1)


def discount_larger_than_the_price(story: Story) -> None:
    """Free for three months, never below 0: new in September only."""
    contract = story.contract("workspace_starter_monthly_usd", "4", "2024-06-17")
    story.discount(contract, "2024-06-17", "2024-09-17", amount="250")


def full_discount_for_two_months(story: Story) -> None:
    """100 % off in between: churn and reactivation by the table."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-02-19")
    story.discount(contract, "2025-03-10", "2025-05-10", percent="100")


def discount_announced(story: Story) -> None:
    """Starts after the as-of date: nothing yet."""
    contract = story.contract("workspace_team_monthly_usd", "13", "2025-07-01")
    story.discount(contract, "2026-07-01", percent="15", duration="forever")


# M10: free customers


def free_plan(story: Story) -> None:
    """A plan that costs nothing, upgraded after seven months: new in August."""
    contract = story.contract("workspace_free_usd", "3", "2025-01-08")
    contract.change_line(0, at("2025-08-13"), plan_id="workspace_starter_monthly_usd")


def free_for_ever(story: Story) -> None:
    """A charity at 100 % off: never a paying customer."""
    contract = story.contract("workspace_team_monthly_usd", "20", "2024-03-18")
    story.discount(contract, "2024-03-18", percent="100", duration="forever")


# M11: currencies


def two_currencies(story: Story) -> None:
    """One subscription in pounds, one in dollars: both in reporting currency."""
    story.account("2024-05-13", "mid_market", "GB")
    story.contract("workspace_business_annual_gbp", "21", "2024-05-27")
    story.contract("insights_monthly_usd", "12", "2024-10-14")


def two_currencies_in_one_subscription(story: Story) -> None:
    """A percent covers the items of both currencies."""
    story.account("2025-01-27", "mid_market", "FR")
    contract = story.contract("workspace_business_monthly_eur", "19", "2025-02-10")
    add_line(contract, "insights_monthly_usd", "10", "2025-02-10")
    story.discount(contract, "2025-02-10", "2025-08-10", percent="10")


STORIES_OF_AMOUNTS: tuple[Tell, ...] = (
    starts_a_second_before_midnight,
    starts_at_midnight,
    ends_a_second_before_midnight,
    ends_at_midnight,
    starts_on_leap_day,
    starts_on_as_of_date,
    ends_on_as_of_date,
    change_later_in_open_month,
    quantity_changes_in_mid_month,
    price_changes_in_mid_month,
    plan_changes_in_mid_month,
    change_undone_in_the_same_month,
    plan_quantity_and_price_change_at_once,
    fractional_quantity,
    no_seats_for_two_months,
    paid_by_the_week,
    paid_every_four_weeks,
    paid_by_the_day,
    paid_every_two_years,
    paid_every_two_years_in_euro,
    paid_every_half_year,
    empty_interval_count,
    interval_switch_without_movement,
    tiny_unit_price,
    set_up_fee,
    only_a_set_up_fee,
    metered_usage,
    percent_discount_expires,
    discount_starts_later,
    fixed_discount_forever,
    fixed_discount_per_year,
    once_discount,
    stacked_percents,
    percent_then_fixed,
    discount_on_one_item,
    shared_by_two_intervals,
    shared_by_three_equal_items,
    discount_larger_than_one_item,
    discount_larger_than_the_price,
    full_discount_for_two_months,
    discount_announced,
    free_plan,
    free_for_ever,
    two_currencies,
    two_currencies_in_one_subscription,
)
