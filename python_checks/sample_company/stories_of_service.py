"""Stories of M5 to M8 and of section 3: trials, pauses, ends, movements, drivers, signatures."""

from decimal import Decimal

from python_checks.sample_company.story import Story, Tell, add_line, at

# M5: trials


def trial_converted(story: Story) -> None:
    """New in March, when the trial is over."""
    story.contract(
        "workspace_team_monthly_usd",
        "7",
        "2024-02-20",
        trial_starts_at=at("2024-02-20"),
        trial_ends_at=at("2024-03-05"),
    )


def trial_not_converted(story: Story) -> None:
    """Left on the trial's last day: never a customer."""
    story.contract(
        "workspace_team_monthly_usd",
        "5",
        "2025-10-06",
        "2025-10-20",
        requested="2025-10-18",
        trial_starts_at=at("2025-10-06"),
        trial_ends_at=at("2025-10-20"),
    )


def trial_open(story: Story) -> None:
    """Still trying on the as-of date."""
    story.contract(
        "workspace_team_monthly_eur",
        "6",
        "2026-05-12",
        status="trialing",
        trial_starts_at=at("2026-05-12"),
        trial_ends_at=at("2026-05-26"),
    )


def trial_without_end(story: Story) -> None:
    """A trial that nobody ended never counts."""
    story.contract(
        "workspace_starter_monthly_usd",
        "3",
        "2025-11-03",
        status="trialing",
        trial_starts_at=at("2025-11-03"),
    )


def trial_without_start(story: Story) -> None:
    """It runs from the subscription's start: new in July."""
    story.contract("workspace_team_monthly_gbp", "9", "2024-06-10", trial_ends_at=at("2024-07-10"))


def free_month_for_a_payer(story: Story) -> None:
    """A retention offer on a subscription that has already paid removes nothing."""
    story.contract(
        "workspace_team_monthly_usd",
        "11",
        "2024-01-29",
        trial_starts_at=at("2025-01-29"),
        trial_ends_at=at("2025-03-01"),
    )


def trial_after_a_free_start(story: Story) -> None:
    """100 % off is not paying: the later trial counts, new in May."""
    contract = story.contract(
        "workspace_team_monthly_usd",
        "8",
        "2025-02-03",
        trial_starts_at=at("2025-03-03"),
        trial_ends_at=at("2025-05-12"),
    )
    story.discount(contract, "2025-02-03", "2025-04-03", percent="100")


def trial_of_a_second_product(story: Story) -> None:
    """The customer pays already, this subscription not yet: expansion after the trial."""
    story.contract("workspace_business_monthly_usd", "13", "2023-07-17")
    story.contract(
        "insights_monthly_usd",
        "8",
        "2024-10-15",
        trial_starts_at=at("2024-10-15"),
        trial_ends_at=at("2024-11-14"),
    )


# M6: pauses


def pause_resumed(story: Story) -> None:
    """Churn in July, reactivation and late renewal in September."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2023-10-09")
    story.books.pause(contract.subscription_id, at("2024-07-08"), at("2024-09-09"))


def pause_of_one_subscription(story: Story) -> None:
    """The other one goes on: contraction, then expansion."""
    story.contract("workspace_team_monthly_gbp", "12", "2024-02-26")
    paused = story.contract("insights_monthly_gbp", "7", "2024-02-26")
    story.books.pause(paused.subscription_id, at("2025-06-16"), at("2025-08-18"))


def pause_within_a_month(story: Story) -> None:
    """No month-end saw it."""
    contract = story.contract("workspace_team_monthly_usd", "8", "2024-05-13")
    story.books.pause(contract.subscription_id, at("2025-10-03"), at("2025-10-24"))


def paused_twice(story: Story) -> None:
    """Closed for two winters."""
    contract = story.contract("workspace_starter_monthly_eur", "14", "2023-04-17")
    story.books.pause(contract.subscription_id, at("2023-12-15"), at("2024-03-01 00:00:00"))
    story.books.pause(contract.subscription_id, at("2024-12-13"), at("2025-03-03"))


def pause_open(story: Story) -> None:
    """Paused in April and not back yet."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-08-26", status="paused")
    story.books.pause(contract.subscription_id, at("2026-04-14"))


# M7: ends


def leaves_by_choice(story: Story) -> None:
    """Churn in the month in which service ends."""
    story.contract(
        "workspace_team_monthly_usd", "6", "2024-03-11", "2025-08-11", requested="2025-08-02"
    )


def leaves_unpaid(story: Story) -> None:
    """The billing system gave up: involuntary."""
    story.contract(
        "workspace_starter_monthly_usd", "8", "2024-05-20", "2025-04-29", reason="involuntary"
    )


def cancels_long_before_the_end(story: Story) -> None:
    """Asked in March, served until November: churn in November."""
    story.account("2023-10-30", "mid_market", "CA")
    story.contract(
        "workspace_business_annual_usd", "22", "2023-11-13", "2025-11-13", requested="2025-03-24"
    )


def end_is_scheduled(story: Story) -> None:
    """Counts until September; committed MRR leaves it out already."""
    story.account("2024-09-02", "mid_market")
    story.contract(
        "workspace_business_annual_usd", "26", "2024-09-16", "2026-09-16", requested="2026-04-27"
    )


def end_is_scheduled_this_month(story: Story) -> None:
    """Ends on 29 May: the open month is read before."""
    story.contract(
        "workspace_team_monthly_gbp", "7", "2025-05-29", "2026-05-29", requested="2026-05-04"
    )


def starts_and_ends_on_one_day(story: Story) -> None:
    """Valid, and never in force."""
    story.contract("workspace_team_monthly_usd", "5", "2025-09-30 08:00:00", "2025-09-30 16:00:00")


def starts_and_ends_at_one_moment(story: Story) -> None:
    """An order undone at once: valid, and never in force."""
    story.contract("workspace_team_monthly_usd", "5", "2025-06-30 12:00:00", "2025-06-30 12:00:00")


def item_outlives_its_subscription(story: Story) -> None:
    """The item says 2026, service ended in 2025: gone in May 2025."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-05-07", "2025-05-07")
    contract.lines[0]["valid_to"] = at("2026-01-07")


def item_precedes_its_subscription(story: Story) -> None:
    """Written in November, served from January: new in January."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2025-01-06")
    contract.lines[0]["valid_from"] = at("2024-11-25")


# M8: past due


def past_due_and_served(story: Story) -> None:
    """Counts until the billing system ends it."""
    story.contract("workspace_team_monthly_usd", "7", "2025-01-30", status="past_due")


def unpaid_and_served(story: Story) -> None:
    """The same with the last status before the end."""
    story.contract("workspace_starter_monthly_eur", "6", "2024-12-09", status="unpaid")


# Movements


def second_subscription(story: Story) -> None:
    """More of the same product under a second subscription: expansion."""
    story.contract("workspace_team_monthly_usd", "9", "2024-01-17")
    story.contract("workspace_team_monthly_usd", "5", "2024-10-23")


def cross_sell_and_removal(story: Story) -> None:
    """A second product comes and goes under one subscription."""
    contract = story.contract("workspace_business_monthly_usd", "12", "2023-09-04")
    add_line(contract, "insights_monthly_usd", "9", "2024-06-05")
    contract.remove_line(1, at("2025-04-09"))


def migration_without_movement(story: Story) -> None:
    """Moved to another subscription id at the same price: unchanged."""
    contract = story.contract("workspace_team_annual_gbp", "16", "2023-05-15")
    contract.move_to_new_subscription(at("2025-05-15"))


def migration_with_upgrade(story: Story) -> None:
    """Another subscription id and a larger plan: expansion, never churn and new."""
    story.contract("workspace_team_monthly_usd", "13", "2023-11-20", "2025-01-14", reason="renewed")
    story.contract("workspace_business_monthly_usd", "13", "2025-01-14")


def gap_within_a_month(story: Story) -> None:
    """Two weeks without service between two month-ends: unchanged."""
    story.contract("workspace_team_monthly_usd", "8", "2024-04-03", "2025-05-06")
    story.contract("workspace_team_monthly_usd", "8", "2025-05-20")


def late_renewal(story: Story) -> None:
    """The yearly contract was renewed 41 days late: churn and reactivation, labelled."""
    story.account("2024-02-26", "mid_market", "DE")
    story.contract("workspace_business_annual_eur", "20", "2024-03-10", "2025-03-10")
    story.contract("workspace_business_annual_eur", "20", "2025-04-20")


def renewal_after_90_days(story: Story) -> None:
    """The last day that is a late renewal."""
    story.contract("workspace_team_monthly_usd", "7", "2024-02-01", "2025-02-10")
    story.contract("workspace_team_monthly_usd", "7", "2025-05-11")


def renewal_after_91_days(story: Story) -> None:
    """A day more is a plain reactivation."""
    story.contract("workspace_team_monthly_usd", "7", "2024-02-01", "2025-02-10")
    story.contract("workspace_team_monthly_usd", "7", "2025-05-12")


def comes_back_twice(story: Story) -> None:
    """New, churn, reactivation, churn, reactivation."""
    story.contract("workspace_starter_monthly_gbp", "9", "2023-03-13", "2023-11-13")
    story.contract("workspace_starter_monthly_gbp", "6", "2024-06-11", "2024-12-11")
    story.contract("workspace_team_monthly_gbp", "8", "2026-02-24")


def leaves_while_on_discount(story: Story) -> None:
    """The discount runs on, the service does not."""
    contract = story.contract(
        "workspace_team_monthly_usd", "10", "2025-01-21", "2025-07-21", requested="2025-07-07"
    )
    story.discount(contract, "2025-01-21", percent="30", duration="forever")


def short_lived(story: Story) -> None:
    """Served for two weeks between two month-ends."""
    story.contract("workspace_team_monthly_usd", "4", "2025-03-04", "2025-03-19")


def short_lived_in_open_month(story: Story) -> None:
    """Came and went before the as-of date."""
    story.contract("workspace_team_monthly_usd", "3", "2026-05-05", "2026-05-14")


def short_lived_then_new(story: Story) -> None:
    """Tried for ten days in 2024, a customer since 2025: cohort of April 2025."""
    story.contract("workspace_team_monthly_eur", "5", "2024-08-05", "2024-08-15")
    story.contract("workspace_team_monthly_eur", "6", "2025-04-01 00:00:00")


# Committed MRR


def signed_for_next_month(story: Story) -> None:
    """Starts after the as-of date: committed, not MRR."""
    story.contract("workspace_team_monthly_usd", "12", "2026-06-01")


def signed_expansion(story: Story) -> None:
    """A paying customer's second product starts in July."""
    story.account("2024-03-25", "enterprise", "GB")
    story.contract("workspace_enterprise_annual_gbp", "64", "2024-04-08")
    story.contract("insights_annual_gbp", "30", "2026-07-06")


def signed_with_a_trial(story: Story) -> None:
    """Committed at what it pays after the trial."""
    story.contract(
        "workspace_team_monthly_usd",
        "9",
        "2026-06-08",
        trial_starts_at=at("2026-06-08"),
        trial_ends_at=at("2026-06-22"),
    )


def signed_with_an_end(story: Story) -> None:
    """A summer project that already has an end adds nothing."""
    story.contract("workspace_team_monthly_usd", "15", "2026-06-15", "2026-09-15")


def item_added_with_another_interval(story: Story) -> None:
    """A yearly line joins a monthly one, then both shrink at once."""
    contract = story.contract("workspace_team_monthly_usd", "18", "2023-06-19")
    add_line(contract, "care_annual_usd", "1", "2024-06-19")
    contract.change_line(0, at("2025-06-19"), quantity=Decimal(12))
    contract.change_line(1, at("2025-06-19"), unit_amount=Decimal("1500"))


# Drivers that no story above shows


def leaves_without_a_reason(story: Story) -> None:
    """Nobody wrote down why: the churn's end reason is `unknown`."""
    contract = story.contract("workspace_team_monthly_usd", "6", "2024-07-08", "2025-06-09")
    contract.subscription["end_reason"] = None


def migration_to_another_item(story: Story) -> None:
    """The old line ends and a new one begins at the same price: unchanged, without a driver."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-02-14")
    contract.remove_line(0, at("2025-02-14"))
    add_line(contract, "workspace_team_monthly_usd", "9", "2025-02-14")


def upgrade_to_another_item(story: Story) -> None:
    """The same with a larger plan: `plan`, neither removal nor cross-sell."""
    contract = story.contract("workspace_team_monthly_usd", "9", "2024-02-14")
    contract.remove_line(0, at("2025-02-14"))
    add_line(contract, "workspace_business_monthly_usd", "9", "2025-02-14")


def more_seats_for_the_same_money(story: Story) -> None:
    """Two drivers that cancel out in an unchanged month."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2024-06-17")
    contract.change_line(0, at("2025-06-17"), quantity=Decimal(12), unit_amount=Decimal("32.5"))


def discount_ends_as_the_price_rises(story: Story) -> None:
    """Two drivers of one expansion."""
    contract = story.contract("workspace_team_monthly_usd", "10", "2024-03-20")
    story.discount(contract, "2024-03-20", "2025-03-20", percent="10")
    contract.change_line(0, at("2025-03-20"), unit_amount=Decimal("42"))


STORIES_OF_SERVICE: tuple[Tell, ...] = (
    trial_converted,
    trial_not_converted,
    trial_open,
    trial_without_end,
    trial_without_start,
    free_month_for_a_payer,
    trial_after_a_free_start,
    trial_of_a_second_product,
    pause_resumed,
    pause_of_one_subscription,
    pause_within_a_month,
    paused_twice,
    pause_open,
    leaves_by_choice,
    leaves_unpaid,
    cancels_long_before_the_end,
    end_is_scheduled,
    end_is_scheduled_this_month,
    starts_and_ends_on_one_day,
    starts_and_ends_at_one_moment,
    item_outlives_its_subscription,
    item_precedes_its_subscription,
    past_due_and_served,
    unpaid_and_served,
    second_subscription,
    cross_sell_and_removal,
    migration_without_movement,
    migration_with_upgrade,
    gap_within_a_month,
    late_renewal,
    renewal_after_90_days,
    renewal_after_91_days,
    comes_back_twice,
    leaves_while_on_discount,
    short_lived,
    short_lived_in_open_month,
    short_lived_then_new,
    signed_for_next_month,
    signed_expansion,
    signed_with_a_trial,
    signed_with_an_end,
    item_added_with_another_interval,
    leaves_without_a_reason,
    migration_to_another_item,
    upgrade_to_another_item,
    more_seats_for_the_same_money,
    discount_ends_as_the_price_rises,
)
