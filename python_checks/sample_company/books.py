"""The raw tables while they are written, one row per call."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from python_checks.raw_tables import TABLES, RawTables, Row
from python_checks.sample_company.catalogue import (
    CHANNELS,
    COMPANY_FORMS,
    EXPORTED_AT,
    FIRST_WORDS,
    INDUSTRIES,
    SIGNED_AHEAD_AT,
    TRADES,
    exchange_rates,
    plans,
    products,
)
from python_checks.sample_company.dice import Dice

SEED = "sample company 6"


def known_at(*moments: datetime | None) -> datetime:
    """Give the latest of the moments before the export, a row's `updated_at`.

    What lies wholly ahead was written down when it was signed.
    """
    past = [moment for moment in moments if moment is not None and moment <= EXPORTED_AT]
    return max(past, default=SIGNED_AHEAD_AT)


@dataclass
class Books:
    """The raw tables of both sources, and the company names already taken."""

    rows: RawTables = field(default_factory=lambda: {table: [] for table in TABLES})
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rows["products"] = products()
        self.rows["plans"] = plans()
        self.rows["exchange_rates"] = exchange_rates(Dice(f"{SEED}: rates"))

    def add(self, table: str, **values: object) -> Row:
        """Write one row; columns that are not named are empty."""
        row: Row = {column: values.pop(column, None) for column in TABLES[table]}
        assert not values, f"{table} has no column {', '.join(values)}"
        self.rows[table].append(row)
        return row

    def customer(
        self, customer_id: str, segment: str, country: str, created_at: datetime, **more: object
    ) -> Row:
        """Write a customer with a name, an industry and a channel drawn from its own dice."""
        dice = Dice(f"{SEED}: {customer_id}")
        industry = dice.weigh(INDUSTRIES)
        row = self.add(
            "customers",
            customer_id=customer_id,
            customer_name=self._new_name(dice, industry, country),
            segment=segment,
            country=country,
            industry=industry,
            acquisition_channel=dice.weigh(CHANNELS),
            is_test=False,
            created_at=created_at,
            updated_at=known_at(created_at),
        )
        row.update(more)
        return row

    def subscription(
        self, subscription_id: str, customer_id: str, started_at: datetime, **more: object
    ) -> Row:
        """Write a subscription; without an end it is active."""
        row = self.add(
            "subscriptions",
            subscription_id=subscription_id,
            customer_id=customer_id,
            status="active",
            started_at=started_at,
            updated_at=known_at(started_at),
        )
        row.update(more)
        return row

    def item(
        self,
        item_id: str,
        subscription_id: str,
        plan_id: str,
        quantity: Decimal,
        valid_from: datetime,
        **more: object,
    ) -> Row:
        """Write one version of a subscription item."""
        row = self.add(
            "subscription_items",
            subscription_item_id=item_id,
            subscription_id=subscription_id,
            plan_id=plan_id,
            quantity=quantity,
            valid_from=valid_from,
            updated_at=known_at(valid_from),
        )
        row.update(more)
        return row

    def discount(
        self, discount_id: str, subscription_id: str, starts_at: datetime, **more: object
    ) -> Row:
        """Write a discount; unless told otherwise it repeats and covers the whole subscription."""
        row = self.add(
            "discounts",
            discount_id=discount_id,
            subscription_id=subscription_id,
            duration="repeating",
            starts_at=starts_at,
            updated_at=known_at(starts_at),
        )
        row.update(more)
        return row

    def pause(
        self, subscription_id: str, paused_at: datetime, resumed_at: datetime | None = None
    ) -> Row:
        """Write a pause; without a second moment it is still open."""
        return self.add(
            "subscription_pauses",
            subscription_id=subscription_id,
            paused_at=paused_at,
            resumed_at=resumed_at,
            updated_at=known_at(paused_at, resumed_at),
        )

    def usage(self, item_id: str, month: date, amount: str, currency: str = "USD") -> Row:
        """Write the metered charge of one month."""
        billed_at = datetime(month.year, month.month, 28, 18, 0)
        return self.add(
            "usage_charges",
            subscription_item_id=item_id,
            usage_month=month,
            amount=Decimal(amount),
            currency=currency,
            updated_at=known_at(billed_at),
        )

    def end(self, subscription: Row, ended_at: datetime, reason: str, **more: object) -> None:
        """End a subscription; an end that lies ahead is only scheduled, and it stays active."""
        subscription.update(ended_at=ended_at, end_reason=reason, **more)
        moments = (subscription["started_at"], subscription["cancel_requested_at"], ended_at)
        subscription["updated_at"] = known_at(*(m for m in moments if isinstance(m, datetime)))
        if ended_at <= EXPORTED_AT:
            subscription["status"] = "canceled"

    def _new_name(self, dice: Dice, industry: str, country: str) -> str:
        while True:
            stem = f"{dice.pick(FIRST_WORDS)} {dice.pick(TRADES[industry])}"
            if stem not in self.names:
                self.names.add(stem)
                return f"{stem} {COMPANY_FORMS[country]}"
