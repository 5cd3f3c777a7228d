"""The sample company: 40 months of a B2B software business, invented from a fixed seed."""

from python_checks.raw_tables import RawTables
from python_checks.sample_company.books import Books
from python_checks.sample_company.catalogue import SAMPLE_AS_OF_DATE
from python_checks.sample_company.customers_by_chance import write_customers_by_chance
from python_checks.sample_company.stories_of_accounts import STORIES_OF_ACCOUNTS
from python_checks.sample_company.stories_of_amounts import STORIES_OF_AMOUNTS
from python_checks.sample_company.stories_of_service import STORIES_OF_SERVICE
from python_checks.sample_company.story import Story

__all__ = ["SAMPLE_AS_OF_DATE", "sample_company"]

KEYS = {
    "customers": ("customer_id",),
    "products": ("product_id",),
    "plans": ("plan_id",),
    "subscriptions": ("subscription_id",),
    "subscription_items": ("subscription_item_id", "valid_from"),
    "discounts": ("discount_id",),
    "subscription_pauses": ("subscription_id", "paused_at"),
    "usage_charges": ("subscription_item_id", "usage_month"),
    "exchange_rates": ("currency", "rate_date"),
}


def sample_company() -> RawTables:
    """Give the raw tables of the sample, sorted by key; the same on every machine and version."""
    books = Books()
    write_customers_by_chance(books)
    for tell in STORIES_OF_AMOUNTS + STORIES_OF_SERVICE + STORIES_OF_ACCOUNTS:
        tell(Story(books, tell.__name__))
    return {
        table: sorted(books.rows[table], key=lambda row: tuple(str(row[name]) for name in key))
        for table, key in KEYS.items()
    }
