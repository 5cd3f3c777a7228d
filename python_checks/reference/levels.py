"""Who counts as one customer: each surviving account, or the ultimate parent's whole family."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from python_checks.reference.accounts import Account
from python_checks.reference.dates import Calendar
from python_checks.reference.links import Families
from python_checks.reference.snapshots import Snapshots, Timeline, read_snapshots, read_timeline
from python_checks.reference.states import Stretch


@dataclass(frozen=True)
class Level:
    """The customers of a reporting level, each with its accounts and their MRR together."""

    name: str
    members: Mapping[str, Sequence[Account]]
    timelines: Mapping[str, Timeline]
    snapshots: Snapshots

    def on(self, customer_id: str, day: date) -> list[Stretch]:
        """What each of the customer's accounts is on the day."""
        return [account.on(day) for account in self.members[customer_id]]


def read_level(
    name: str, accounts: Mapping[str, Account], families: Families, calendar: Calendar
) -> Level:
    """The accounts as `customer`s or, at the level `parent`, as families."""
    members: dict[str, list[Account]] = defaultdict(list)
    for account_id, account in accounts.items():
        top = families.ultimate_parent[account_id] if name == "parent" else account_id
        members[top].append(account)
    timelines = {customer_id: read_timeline(own) for customer_id, own in sorted(members.items())}
    return Level(name, members, timelines, read_snapshots(timelines, calendar))
