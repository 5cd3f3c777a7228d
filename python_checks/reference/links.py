"""Who survives a merge, and who stands at the top of a family (M13)."""

from collections.abc import Mapping
from dataclasses import dataclass

from python_checks.reference.company import Customer

Links = dict[str, str]


@dataclass(frozen=True)
class Families:
    """For each customer the account it was merged into, and its family's ultimate parent."""

    survivor: Mapping[str, str]
    ultimate_parent: Mapping[str, str]


def read_families(customers: Mapping[str, Customer]) -> Families:
    """Follow the good links; those to nobody, or on a circle, are ignored."""
    survivor = _ends(customers, _good(_merge_links(customers)))
    top = _ends(customers, _good(_parent_links(customers, survivor)))
    return Families(survivor, {account: top[survivor[account]] for account in customers})


def _merge_links(customers: Mapping[str, Customer]) -> Links:
    return {
        account: row.merged_into_id
        for account, row in customers.items()
        if row.merged_into_id is not None and _has_row(customers, row.merged_into_id)
    }


def _parent_links(customers: Mapping[str, Customer], survivor: Mapping[str, str]) -> Links:
    return {
        account: survivor[row.parent_id]
        for account, row in customers.items()
        if survivor[account] == account
        and row.parent_id is not None
        and _has_row(customers, row.parent_id)
    }


def _has_row(customers: Mapping[str, Customer], account: str) -> bool:
    return account in customers and not customers[account].is_inferred


def _good(links: Links) -> Links:
    return {account: target for account, target in links.items() if not _returns(links, account)}


def _returns(links: Links, account: str) -> bool:
    seen: set[str] = set()
    here = links[account]
    while here != account and here in links and here not in seen:
        seen.add(here)
        here = links[here]
    return here == account


def _ends(customers: Mapping[str, Customer], good: Links) -> dict[str, str]:
    return {account: _end(good, account) for account in customers}


def _end(good: Links, account: str) -> str:
    while account in good:
        account = good[account]
    return account
