"""A contract of one customer: it opens, changes, renews and closes, and writes each step."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from python_checks.raw_tables import Row
from python_checks.sample_company.books import Books, known_at


@dataclass
class Contract:
    """One subscription at a time with its lines; a renewal may move them to a new subscription."""

    books: Books
    customer_id: str
    number: int
    subscription: Row = field(default_factory=dict)
    lines: list[Row] = field(default_factory=list)
    subscriptions_written: int = 0
    lines_written: int = 0

    def open(self, moment: datetime, **more: object) -> None:
        """Start the contract's next subscription."""
        self.subscriptions_written += 1
        letter = "abcdefghijkl"[self.subscriptions_written - 1]
        stem = self.customer_id.removeprefix("c_")
        subscription_id = f"s_{stem}_{self.number}{letter}"
        self.subscription = self.books.subscription(
            subscription_id, self.customer_id, moment, **more
        )
        self.lines = []
        self.lines_written = 0

    @property
    def subscription_id(self) -> str:
        """The id of the subscription that runs now."""
        return str(self.subscription["subscription_id"])

    def add_line(
        self, moment: datetime, plan_id: str, quantity: Decimal, price: Decimal | None = None
    ) -> Row:
        """Add an item; without a price the plan's own applies."""
        self.lines_written += 1
        item_id = f"i_{self.subscription_id.removeprefix('s_')}_{self.lines_written}"
        line = self.books.item(
            item_id, self.subscription_id, plan_id, quantity, moment, unit_amount=price
        )
        self.lines.append(line)
        return line

    def change_line(self, position: int, moment: datetime, **changes: object) -> None:
        """End the running version of an item and start the next one, with these columns changed."""
        old = self.lines[position]
        old.update(valid_to=moment, updated_at=known_at(moment))
        new: Row = {**old, **changes, "valid_from": moment, "valid_to": None}
        self.books.rows["subscription_items"].append(new)
        self.lines[position] = new

    def remove_line(self, position: int, moment: datetime) -> None:
        """End an item while its subscription goes on."""
        self.lines.pop(position).update(valid_to=moment, updated_at=known_at(moment))

    def move_to_new_subscription(self, moment: datetime) -> None:
        """Renew under a new subscription id: the customer never stops paying."""
        lines = self.lines
        self.books.end(self.subscription, moment, "renewed")
        self.open(moment)
        for line in lines:
            quantity, price = line["quantity"], line["unit_amount"]
            assert isinstance(quantity, Decimal)
            assert price is None or isinstance(price, Decimal)
            self.add_line(moment, str(line["plan_id"]), quantity, price)

    def close(self, moment: datetime, reason: str, requested_at: datetime | None = None) -> None:
        """End the service, or schedule its end when the moment lies ahead."""
        self.books.end(self.subscription, moment, reason, cancel_requested_at=requested_at)
