"""How healthy each paying customer is, on which signs, and what became of it a month later."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from python_checks.policy import Policy
from python_checks.reference.company import Company
from python_checks.reference.dates import Calendar, add_months
from python_checks.reference.engagement import Engagement
from python_checks.reference.levels import Level
from python_checks.reference.money import ZERO, total
from python_checks.reference.renewals import renewal_date
from python_checks.reference.signals import Signals, read_signals, sticky_features
from python_checks.reference.snapshots import Snapshot

NOTHING_IS_KNOWN = "nothing is known"


@dataclass(frozen=True)
class Score:
    """A health with its reasons in words, null when there are none."""

    health: str
    reasons: str | None


def account_health_rows(
    known: Mapping[str, Engagement],
    level: Level,
    company: Company,
    calendar: Calendar,
    policy: Policy,
) -> list[dict[str, object]]:
    """The mart `dim_account_health`: who pays in the open month, on the as-of date."""
    paid = level.snapshots.get(calendar.last_month, {})
    subscriptions = {one.subscription_id: one for one in company.subscriptions}
    return [
        {
            "customer_id": customer_id,
            "customer_name": company.customers[customer_id].name,
            **asdict(score(signals, policy)),
            **_figures(signals),
            "current_mrr": paid[customer_id],
            "renewal_date": renewal_date(
                [state for part in level.on(customer_id, calendar.as_of) for state in part.states],
                company.plans,
                subscriptions,
                calendar.as_of,
            ),
        }
        for customer_id, signals in _signals(known, paid, calendar.as_of, policy).items()
    ]


def health_month_rows(
    known: Mapping[str, Engagement], level: Level, calendar: Calendar, policy: Policy
) -> list[dict[str, object]]:
    """The mart `metrics_health_monthly`: each month's customers, and what they lost in the next.

    What is lost is null until the next month is complete.
    """
    rows: list[dict[str, object]] = []
    for month, paid in level.snapshots.items():
        next_month = add_months(month, 1)
        is_told = calendar.is_complete(next_month)
        following = level.snapshots[next_month] if is_told else None
        for health, part in _by_health(known, paid, calendar.reading_day(month), policy).items():
            rows.append(
                {
                    "month_start": month,
                    "health": health,
                    "is_complete_month": calendar.is_complete(month),
                    "customers": len(part),
                    "mrr": total(part.values()),
                    **_outcome(part, following),
                }
            )
    return rows


def score(signals: Signals, policy: Policy) -> Score:
    """Red, yellow or green by the policy's thresholds, or unknown; red goes first."""
    if not signals.is_known:
        return Score("unknown", NOTHING_IS_KNOWN)
    reasons = "; ".join(_reasons(signals, policy)) or None
    if _is_red(signals, policy):
        return Score("red", reasons)
    return Score("yellow" if _is_yellow(signals, policy) else "green", reasons)


def _is_red(signals: Signals, policy: Policy) -> bool:
    return (
        _is_below(signals.adoption_rate, policy.health_red_adoption)
        or _counting_score(signals, policy) == "red"
        or signals.open_tickets >= policy.health_red_open_tickets
    )


def _is_yellow(signals: Signals, policy: Policy) -> bool:
    return (
        _is_below(signals.adoption_rate, policy.health_yellow_adoption)
        or signals.usage_trend == "shrinking"
        or _counting_score(signals, policy) == "yellow"
        or signals.open_tickets >= policy.health_yellow_open_tickets
    )


def _reasons(signals: Signals, policy: Policy) -> list[str]:
    reasons = []
    if _is_below(signals.adoption_rate, policy.health_yellow_adoption):
        used, sticky = signals.adopted_features, signals.sticky_features
        reasons.append(f"uses {used} of {sticky} sticky features")
    if signals.usage_trend == "shrinking":
        now, before = signals.active_days, signals.active_days_before
        reasons.append(f"active on {now} day{'' if now == 1 else 's'}, {before} before")
    if (checked := _counting_score(signals, policy)) in ("red", "yellow"):
        reasons.append(f"check-in is {checked}")
    if (tickets := signals.open_tickets) >= policy.health_yellow_open_tickets:
        reasons.append(f"{tickets} open {'ticket' if tickets == 1 else 'tickets'}")
    return reasons


def _is_below(rate: Decimal | None, threshold: Decimal) -> bool:
    return rate is not None and rate < threshold


def _counting_score(signals: Signals, policy: Policy) -> str | None:
    """The score of a check-in that is not too old."""
    age = signals.csm_score_age_days
    is_recent = age is not None and age <= policy.health_checkin_max_age_days
    return signals.csm_score if is_recent else None


def _signals(
    known: Mapping[str, Engagement], paid: Snapshot, day: date, policy: Policy
) -> dict[str, Signals]:
    sticky = sticky_features(known, paid, day, policy.health_sticky_features)
    return {
        customer_id: read_signals(known.get(customer_id, Engagement()), sticky, day)
        for customer_id in sorted(paid)
    }


def _figures(signals: Signals) -> dict[str, object]:
    return {name: value for name, value in asdict(signals).items() if name != "is_known"}


def _by_health(
    known: Mapping[str, Engagement], paid: Snapshot, day: date, policy: Policy
) -> dict[str, Snapshot]:
    parts: dict[str, Snapshot] = defaultdict(dict)
    for customer_id, signals in _signals(known, paid, day, policy).items():
        parts[score(signals, policy).health][customer_id] = paid[customer_id]
    return dict(sorted(parts.items()))


def _outcome(part: Snapshot, following: Snapshot | None) -> dict[str, object]:
    if following is None:
        return {"churned_customers_next_month": None, "lost_mrr_next_month": None}
    changes = [following.get(customer_id, ZERO) - mrr for customer_id, mrr in part.items()]
    return {
        "churned_customers_next_month": sum(customer_id not in following for customer_id in part),
        "lost_mrr_next_month": total(min(change, ZERO) for change in changes),
    }
