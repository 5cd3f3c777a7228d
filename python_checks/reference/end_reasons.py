"""Why MRR was lost: the reason of the subscription that ended and lost the most."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from python_checks.reference.company import Subscription
from python_checks.reference.drivers import Position, Positions
from python_checks.reference.money import ZERO

KNOWN = ("voluntary", "involuntary")
UNKNOWN = "unknown"
WITHOUT_AN_END = ("pause", "discount")


@dataclass(frozen=True)
class Endings:
    """The subscriptions, asked for what ended between two reading days."""

    subscriptions: Mapping[str, Subscription]

    def reasons(
        self, opening: Positions, closing: Positions, days: tuple[date, date]
    ) -> dict[str, str]:
        """Product -> reason, for the products of subscriptions that ended."""
        losses: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
        for position, lost in _losses(opening.values(), closing.values()):
            if self._has_ended(position.state.subscription_id, days):
                losses[position.state.product_id][position.state.subscription_id] += lost
        return {product_id: self._reason(lost) for product_id, lost in losses.items()}

    def _has_ended(self, subscription_id: str, days: tuple[date, date]) -> bool:
        opening_day, closing_day = days
        end = self.subscriptions[subscription_id].service.end
        return end is not None and opening_day < end <= closing_day

    def _reason(self, lost: Mapping[str, Decimal]) -> str:
        most = min(lost, key=lambda subscription_id: (-lost[subscription_id], subscription_id))
        reason = self.subscriptions[most].end_reason
        return reason if reason in KNOWN else UNKNOWN


def _losses(
    opening: Iterable[Position], closing: Iterable[Position]
) -> list[tuple[Position, Decimal]]:
    return [
        *((position, position.value) for position in opening),
        *((position, -position.value) for position in closing),
    ]


def reason_of(driver: str, change: Decimal, reason: str | None) -> str | None:
    """The reason that a row shows: only losses have one."""
    if change >= 0:
        return None
    return UNKNOWN if reason is None or driver in WITHOUT_AN_END else reason
