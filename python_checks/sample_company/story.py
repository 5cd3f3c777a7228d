"""The hand-made customers: one story per rule, told in a few calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from python_checks.raw_tables import Row
from python_checks.sample_company.books import Books
from python_checks.sample_company.catalogue import SIGNED_AHEAD_AT
from python_checks.sample_company.contracts import Contract

HOME_OF_CURRENCY = {"usd": "US", "eur": "DE", "gbp": "GB"}


def at(text: str) -> datetime:
    """Read a moment; a bare day means nine in the morning (UTC)."""
    moment = datetime.fromisoformat(text)
    return moment if len(text) > len("2024-01-31") else moment + timedelta(hours=9)


@dataclass
class Story:
    """One story; its name, the rule it shows, stands in every id: `c_<rule>`, `s_<rule>_1a` ..."""

    books: Books
    rule: str
    contracts_written: int = 0
    discounts_written: int = 0

    @property
    def customer_id(self) -> str:
        """The id of the story's first customer."""
        return f"c_{self.rule}"

    def account(
        self,
        created: str,
        segment: str = "smb",
        country: str = "US",
        suffix: str = "",
        **more: object,
    ) -> Row:
        """Write a customer: the story's own, or with a suffix a further one."""
        return self.books.customer(self.customer_id + suffix, segment, country, at(created), **more)

    def contract(
        self,
        plan_id: str,
        quantity: str,
        start: str,
        end: str | None = None,
        *,
        price: str | None = None,
        suffix: str = "",
        reason: str = "voluntary",
        requested: str | None = None,
        **more: object,
    ) -> Contract:
        """Sign a contract with one line; a customer that was not introduced is a small one."""
        customer_id = self.customer_id + suffix
        self._introduce(customer_id, plan_id, start)
        self.contracts_written += 1
        contract = Contract(self.books, customer_id, self.contracts_written)
        contract.open(at(start), **more)
        add_line(contract, plan_id, quantity, start, price)
        if end:
            contract.close(at(end), reason, at(requested) if requested else None)
        return contract

    def discount(
        self,
        contract: Contract,
        start: str,
        end: str | None = None,
        *,
        percent: str | None = None,
        amount: str | None = None,
        line: int | None = None,
        duration: str = "repeating",
    ) -> Row:
        """Grant a discount on the whole subscription, or on one of its lines."""
        self.discounts_written += 1
        plan_id = str(contract.lines[0]["plan_id"])
        return self.books.discount(
            f"d_{self.rule}_{self.discounts_written}",
            contract.subscription_id,
            at(start),
            subscription_item_id=None if line is None else item_id(contract, line),
            duration=duration,
            percent_off=Decimal(percent) if percent else None,
            amount_off=Decimal(amount) if amount else None,
            currency=plan_id[-3:].upper() if amount else None,
            ends_at=at(end) if end else None,
        )

    def _introduce(self, customer_id: str, plan_id: str, start: str) -> None:
        if all(row["customer_id"] != customer_id for row in self.books.rows["customers"]):
            created_at = min(at(start), SIGNED_AHEAD_AT)
            self.books.customer(customer_id, "smb", HOME_OF_CURRENCY[plan_id[-3:]], created_at)


def add_line(
    contract: Contract, plan_id: str, quantity: str, start: str, price: str | None = None
) -> Row:
    """Add an item to a contract."""
    return contract.add_line(
        at(start), plan_id, Decimal(quantity), Decimal(price) if price else None
    )


def item_id(contract: Contract, line: int) -> str:
    """Name the item on this line of the contract."""
    return str(contract.lines[line]["subscription_item_id"])


def redeliver(books: Books, table: str, row: Row, *, days_earlier: int, **before: object) -> None:
    """Add an older delivery of a row, as it stood before: only the latest one may count."""
    updated_at = row["updated_at"]
    assert isinstance(updated_at, datetime)
    older_at = updated_at - timedelta(days=days_earlier)
    books.rows[table].append({**row, "updated_at": older_at, **before})


Tell: TypeAlias = Callable[[Story], None]
