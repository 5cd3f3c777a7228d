"""Each surviving customer's items day by day, short gaps bridged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from python_checks.policy import Policy
from python_checks.reference.prices import ExchangeRates
from python_checks.reference.states import Stretch, stretch, stretch_on
from python_checks.reference.subscriptions import History


@dataclass(frozen=True)
class Account:
    """A surviving customer as stretches in the order of days."""

    stretches: tuple[Stretch, ...]

    def on(self, day: date) -> Stretch:
        """The stretch that contains the day."""
        return stretch_on(self.stretches, day)


def read_accounts(
    histories: Iterable[tuple[str, History]], rates: ExchangeRates, policy: Policy
) -> dict[str, Account]:
    """The accounts that have a subscription that counts, by the survivor's id."""
    own: dict[str, list[History]] = defaultdict(list)
    for survivor, history in histories:
        own[survivor].append(history)
    return {
        survivor: Account(tuple(_bridged(_together(own[survivor]), rates, policy)))
        for survivor in sorted(own)
    }


def _together(histories: Sequence[History]) -> list[Stretch]:
    days = {part.start for history in histories for part in history.stretches}
    return [
        stretch(day, [state for history in histories for state in history.on(day).states])
        for day in sorted(days)
    ]


def _bridged(stretches: Iterable[Stretch], rates: ExchangeRates, policy: Policy) -> list[Stretch]:
    paid: Stretch | None = None
    gap: list[Stretch] = []
    bridged: list[Stretch] = []
    for part in stretches:
        if part.mrr == 0:
            gap.append(part)
            continue
        if paid and gap and _is_short(gap[0].start, part.start, policy):
            gap = [_going_on(paid, unpaid, rates) for unpaid in gap]
        bridged += [*gap, part]
        paid, gap = part, []
    return bridged + gap


def _is_short(first_day_unpaid: date, return_day: date, policy: Policy) -> bool:
    days = (return_day - first_day_unpaid).days
    return days <= policy.gap_grace_days and return_day <= policy.as_of_date


def _going_on(paid: Stretch, unpaid: Stretch, rates: ExchangeRates) -> Stretch:
    going = {state.item_id: state for state in paid.states if state.mrr > 0}
    others = [state for state in unpaid.states if state.item_id not in going]
    same = [state.valued(rates, unpaid.start) for state in going.values()]
    return stretch(unpaid.start, [*same, *others])
