"""The sample company: 40 months of a B2B software business, invented from a fixed seed."""

from python_checks.raw_tables import KEYS, RawTables
from python_checks.sample_company.bad_rows import BAD_ROWS
from python_checks.sample_company.books import Books
from python_checks.sample_company.catalogue import SAMPLE_AS_OF_DATE
from python_checks.sample_company.customers_by_chance import write_customers_by_chance
from python_checks.sample_company.engagement import write_engagement
from python_checks.sample_company.stories_of_accounts import STORIES_OF_ACCOUNTS
from python_checks.sample_company.stories_of_amounts import STORIES_OF_AMOUNTS
from python_checks.sample_company.stories_of_service import STORIES_OF_SERVICE
from python_checks.sample_company.story import Story

__all__ = ["SAMPLE_AS_OF_DATE", "good_rows", "sample_company"]


def sample_company() -> RawTables:
    """Give the raw tables of the sample, sorted by key; the same on every machine and version."""
    books = _good_books()
    for spoil in BAD_ROWS:
        spoil(books)
    return _sorted(books)


def good_rows() -> RawTables:
    """Give the sample without the rows that cannot be used."""
    return _sorted(_good_books())


def _good_books() -> Books:
    books = Books()
    write_customers_by_chance(books)
    for tell in STORIES_OF_AMOUNTS + STORIES_OF_SERVICE + STORIES_OF_ACCOUNTS:
        tell(Story(books, tell.__name__))
    write_engagement(books)
    return books


def _sorted(books: Books) -> RawTables:
    return {
        table: sorted(books.rows[table], key=lambda row: tuple(str(row[name]) for name in key))
        for table, key in KEYS.items()
    }
