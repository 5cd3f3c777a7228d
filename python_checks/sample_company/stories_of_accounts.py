"""Stories of M12, M13 and of the data itself: tests, merges, families, deliveries, empty cells."""

from datetime import date, timedelta
from decimal import Decimal

from python_checks.raw_tables import Row
from python_checks.sample_company.story import Story, Tell, at, item_id, redeliver

# M12: test accounts


def test_account(story: Story) -> None:
    """Ten thousand seats that must not count."""
    story.account("2023-02-01", "enterprise", is_test=True)
    story.contract("workspace_enterprise_monthly_usd", "10000", "2023-02-02")


def test_merged_into_real(story: Story) -> None:
    """Billed to a test account: left out, though its survivor is real."""
    story.account("2024-01-08")
    story.account(
        "2024-01-08", suffix="_sandbox", is_test=True, merged_into_customer_id=story.customer_id
    )
    story.contract("workspace_team_monthly_usd", "10", "2024-01-15")
    story.contract("workspace_team_monthly_usd", "500", "2024-01-15", suffix="_sandbox")


def real_merged_into_test(story: Story) -> None:
    """Billed to a real account that became a test account: left out."""
    story.account("2024-06-05", suffix="_demo", is_test=True)
    story.account("2024-06-05", merged_into_customer_id=f"{story.customer_id}_demo")
    story.contract("workspace_team_monthly_usd", "400", "2024-06-12")


def test_heads_a_family(story: Story) -> None:
    """A test account keeps its id as the family's id; its real child counts."""
    story.account("2024-03-04", is_test=True)
    child = "_child"
    story.account("2024-03-04", suffix=child, parent_customer_id=story.customer_id)
    story.contract("workspace_team_monthly_usd", "60", "2024-03-12")
    story.contract("workspace_team_monthly_usd", "9", "2024-03-12", suffix=child)


def test_flag_is_empty(story: Story) -> None:
    """Empty means no."""
    story.account("2024-11-04", is_test=None)
    story.contract("workspace_team_monthly_usd", "8", "2024-11-18")


# M13: merges and families


def merged_into_payer(story: Story) -> None:
    """Two accounts of one company: its history counts as one customer's from 2023 on."""
    story.account("2023-09-18", country="GB")
    story.account(
        "2023-04-03", country="GB", suffix="_old", merged_into_customer_id=story.customer_id
    )
    story.contract("workspace_team_monthly_gbp", "6", "2023-04-10", "2024-02-15", suffix="_old")
    story.contract("workspace_team_monthly_gbp", "10", "2023-09-25")


def merged_in_a_chain(story: Story) -> None:
    """First into second, second into third: the third carries all, without a gap."""
    story.account("2024-12-02", "mid_market", "DE")
    story.account("2023-12-04", "smb", "DE", "_second", merged_into_customer_id=story.customer_id)
    story.account(
        "2023-03-20", "smb", "DE", "_first", merged_into_customer_id=f"{story.customer_id}_second"
    )
    story.contract(
        "workspace_starter_monthly_eur", "9", "2023-03-27", "2023-12-18", suffix="_first"
    )
    story.contract("workspace_team_monthly_eur", "9", "2023-12-18", "2024-12-16", suffix="_second")
    story.contract("workspace_business_monthly_eur", "12", "2024-12-16")


def family_of_three_levels(story: Story) -> None:
    """A holding that buys nothing, its region, and two shops of the region."""
    region, region_id = "_region", f"{story.customer_id}_region"
    story.account("2023-05-02", "enterprise", "FR")
    story.account("2023-05-02", "enterprise", "FR", region, parent_customer_id=story.customer_id)
    story.account("2023-08-28", "mid_market", "FR", "_north", parent_customer_id=region_id)
    story.account("2024-09-23", "mid_market", "FR", "_south", parent_customer_id=region_id)
    story.contract("workspace_enterprise_annual_eur", "48", "2023-05-16", suffix=region)
    story.contract("workspace_business_annual_eur", "18", "2023-09-11", suffix="_north")
    story.contract("workspace_business_monthly_eur", "14", "2024-10-07", suffix="_south")


def family_of_two_levels(story: Story) -> None:
    """The subsidiary leaves, the parent stays: churn of a customer, contraction of a family."""
    story.account("2023-07-03", "mid_market")
    child = "_child"
    story.account("2024-01-10", suffix=child, parent_customer_id=story.customer_id)
    story.contract("workspace_business_annual_usd", "33", "2023-07-12")
    story.contract("workspace_team_monthly_usd", "8", "2024-01-24", "2025-09-24", suffix=child)


def parent_was_merged(story: Story) -> None:
    """The child's link goes on to the survivor; the merged account's own link is ignored."""
    story.account("2024-02-12", "mid_market", "GB")
    old = story.account("2023-10-16", "mid_market", "GB", "_old")
    old.update(merged_into_customer_id=story.customer_id, parent_customer_id="c_test_account")
    story.account("2024-04-29", "smb", "GB", "_child", parent_customer_id=old["customer_id"])
    story.contract("workspace_business_annual_gbp", "25", "2024-02-26")
    story.contract("workspace_team_monthly_gbp", "7", "2024-05-13", suffix="_child")


# Rows that were delivered more than once: the latest counts


def redelivered_customer(story: Story) -> None:
    """It was a small company at the time of the first delivery."""
    row = story.account("2023-06-26", "mid_market")
    row["updated_at"] = at("2025-03-17")
    redeliver(story.books, "customers", row, days_earlier=400, segment="smb", is_test=True)
    story.contract("workspace_business_monthly_usd", "23", "2023-07-05")


def redelivered_subscription(story: Story) -> None:
    """Delivered as active, then as canceled; one delivery has no time and is the oldest."""
    contract = story.contract("workspace_team_monthly_usd", "7", "2024-05-01", "2025-10-15")
    row = contract.subscription
    before: Row = {"status": "active", "ended_at": None, "end_reason": None}
    redeliver(story.books, "subscriptions", row, days_earlier=90, **before)
    before.update(started_at=at("2023-05-01"), updated_at=None)
    redeliver(story.books, "subscriptions", row, days_earlier=0, **before)


def redelivered_item(story: Story) -> None:
    """The first version was delivered open before it was closed, with a wrong quantity."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-06-24")
    first = contract.lines[0]
    contract.change_line(0, at("2025-02-05"), quantity=Decimal(12))
    before: Row = {"quantity": Decimal(90), "valid_to": None}
    redeliver(story.books, "subscription_items", first, days_earlier=200, **before)


def redelivered_discount(story: Story) -> None:
    """Was to last for ever at 50 %; corrected to 20 % for half a year."""
    contract = story.contract("workspace_team_monthly_gbp", "10", "2024-10-14")
    row = story.discount(contract, "2024-10-14", "2025-04-14", percent="20")
    row["updated_at"] = at("2024-10-30")
    before: Row = {"percent_off": Decimal(50), "ends_at": None, "duration": "forever"}
    redeliver(story.books, "discounts", row, days_earlier=16, **before)


def redelivered_pause(story: Story) -> None:
    """Delivered open, then with its end."""
    contract = story.contract("workspace_team_monthly_eur", "11", "2024-01-25")
    paused_at, resumed_at = at("2025-07-14"), at("2025-09-08")
    row = story.books.pause(contract.subscription_id, paused_at, resumed_at)
    redeliver(story.books, "subscription_pauses", row, days_earlier=56, resumed_at=None)


def redelivered_usage(story: Story) -> None:
    """An estimate, then the bill."""
    contract = story.contract("insights_metered_usd", "1", "2026-02-02")
    story.contract("insights_monthly_usd", "12", "2026-02-02")
    row = story.books.usage(item_id(contract, 0), date(2026, 3, 1), "84.16")
    redeliver(story.books, "usage_charges", row, days_earlier=10, amount=Decimal("80"))


def redelivered_catalogue(story: Story) -> None:
    """Names of a plan and a product before the rebranding, and a provisional rate."""
    product = story.books.rows["products"][1]
    plan = story.books.rows["plans"][0]
    product["updated_at"] = plan["updated_at"] = at("2024-09-02")
    redeliver(story.books, "products", product, days_earlier=500, product_name="Reports")
    redeliver(story.books, "plans", plan, days_earlier=500, plan_name="Starter")
    last_rate = story.books.rows["exchange_rates"][-2]
    day = last_rate["rate_date"]
    assert day == date(2026, 4, 30)
    older = {**last_rate, "rate": Decimal("1.35"), "updated_at": at("2026-04-29")}
    story.books.rows["exchange_rates"].append(older)
    last_rate["updated_at"] = at("2026-05-01") + timedelta(hours=8)


# Cells that may be empty


def empty_dimensions(story: Story) -> None:
    """No segment, country, industry, channel: `unknown`."""
    row = story.account("2024-08-05")
    row.update(dict.fromkeys(("segment", "country", "industry", "acquisition_channel")))
    story.contract("workspace_team_monthly_usd", "8", "2024-08-14")


def empty_name(story: Story) -> None:
    """No name and no creation time; the rest counts."""
    row = story.account("2025-05-12", country="CA")
    row.update(customer_name=None, created_at=None)
    story.contract("workspace_starter_annual_usd", "10", "2025-05-19")


def lead_without_subscription(story: Story) -> None:
    """In the table of customers, never billed."""
    story.account("2026-03-30", "mid_market", "DE")


# Rows that cannot be used: see bad_rows.py


def delivered_with_bad_rows(story: Story) -> None:
    """Ten seats since 2024; the bad rows about this customer change nothing."""
    story.contract("workspace_team_monthly_usd", "10", "2024-09-03")


STORIES_OF_ACCOUNTS: tuple[Tell, ...] = (
    test_account,
    test_merged_into_real,
    real_merged_into_test,
    test_heads_a_family,
    test_flag_is_empty,
    merged_into_payer,
    merged_in_a_chain,
    family_of_three_levels,
    family_of_two_levels,
    parent_was_merged,
    redelivered_customer,
    redelivered_subscription,
    redelivered_item,
    redelivered_discount,
    redelivered_pause,
    redelivered_usage,
    redelivered_catalogue,
    empty_dimensions,
    empty_name,
    lead_without_subscription,
    delivered_with_bad_rows,
)
