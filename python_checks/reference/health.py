"""Whether a good NRR hides losses or stands on a few customers: windows of twelve months."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from python_checks.policy import Policy
from python_checks.reference.dates import Calendar, add_months
from python_checks.reference.money import ZERO, ratio, total
from python_checks.reference.retention import Pair, Window, parts
from python_checks.reference.snapshots import Snapshot, Snapshots

WINDOW_MONTHS = 12
TOPS = (1, 5, 10)
LEFT_OUT = 5

Figures = dict[str, object]
Rate = Decimal | None


def health_rows(
    snapshots: Snapshots,
    calendar: Calendar,
    values: Mapping[str, Mapping[str, str]],
    policy: Policy,
) -> list[Figures]:
    """The mart `metrics_retention_health`: everybody first, then every value of a dimension.

    Empty when the policy has no window of twelve months.
    """
    if WINDOW_MONTHS not in policy.retention_windows:
        return []
    groups: list[tuple[str, str, Snapshots]] = [("total", "total", snapshots)]
    for dimension, value_of in values.items():
        for value, part in parts(snapshots, value_of).items():
            groups.append((dimension, value, part))
    return [
        {"dimension": dimension, "dimension_value": value, **row}
        for dimension, value, part in groups
        for row in _rows(part, calendar, policy)
    ]


def _rows(snapshots: Snapshots, calendar: Calendar, policy: Policy) -> list[Figures]:
    return [
        {
            "month_start": month,
            **_figures(_pairs(snapshots[base], snapshot), policy),
            "is_complete_month": calendar.is_complete(month),
        }
        for month, snapshot in snapshots.items()
        if (base := add_months(month, -WINDOW_MONTHS)) in snapshots
    ]


def _pairs(base: Snapshot, snapshot: Snapshot) -> list[Pair]:
    return [(mrr, snapshot.get(customer_id, ZERO)) for customer_id, mrr in sorted(base.items())]


def _figures(pairs: Sequence[Pair], policy: Policy) -> Figures:
    window = Window(pairs)
    nrr, grr = ratio(window.ending, window.starting), ratio(window.retained, window.starting)
    logo = ratio(window.customers - window.churned_customers, window.customers)
    starts = [start for start, _ in pairs]
    growths = [end - start for start, end in pairs if end > start]
    return {
        "starting_customers": window.customers,
        "starting_mrr": window.starting,
        "net_revenue_retention": nrr,
        "gross_revenue_retention": grr,
        "retention_gap": None if nrr is None or grr is None else nrr - grr,
        "logo_retention_rate": logo,
        "growing_customers": len(growths),
        "losing_customers": sum(end < start for start, end in pairs),
        **{f"top_{top}_share_of_starting_mrr": _share(starts, top) for top in TOPS},
        **{f"top_{top}_share_of_expansion": _share(growths, top) for top in TOPS},
        "net_revenue_retention_without_top_5": _nrr_without_largest(pairs),
        **_flags(nrr, grr, logo, _share(growths, 5), policy),
    }


def _share(amounts: Iterable[Decimal], top: int) -> Rate:
    largest_first = sorted(amounts, reverse=True)
    return ratio(total(largest_first[:top]), total(largest_first))


def _nrr_without_largest(pairs: Iterable[Pair]) -> Rate:
    rest = sorted(pairs, key=_largest_start_first)[LEFT_OUT:]
    return ratio(total(end for _, end in rest), total(start for start, _ in rest))


def _largest_start_first(pair: Pair) -> Decimal:
    return -pair[0]


def _flags(nrr: Rate, grr: Rate, logo: Rate, top_share: Rate, policy: Policy) -> Figures:
    is_leaky = _is_leaky(nrr, grr, logo, policy)
    is_concentrated = top_share is not None and top_share > policy.concentration_threshold
    findings = [
        f"NRR {_percent(nrr)} hides losses: GRR {_percent(grr)}, logo retention {_percent(logo)}."
        if is_leaky
        else "",
        f"The top 5 customers hold {_percent(top_share)} of the expansion."
        if is_concentrated
        else "",
    ]
    return {
        "is_leaky_bucket": is_leaky,
        "is_concentrated_expansion": is_concentrated,
        "finding": " ".join(filter(None, findings)) or None,
    }


def _is_leaky(nrr: Rate, grr: Rate, logo: Rate, policy: Policy) -> bool:
    if nrr is None or grr is None or logo is None or nrr < 1:
        return False
    return grr < policy.leaky_grr_threshold or logo < policy.leaky_logo_retention_threshold


def _percent(rate: Rate) -> str:
    return "" if rate is None else f"{(100 * rate).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
