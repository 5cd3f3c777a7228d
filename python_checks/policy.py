"""The choices a company makes; the defaults are those of the definitions, section 5."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Policy:
    """One set of policies, with the names of the dbt variables.

    `as_of_date` is a date in `reporting_timezone`; `retention_windows` are months; `*_days` are
    days, None where the definitions say null.
    """

    as_of_date: date
    reporting_timezone: str = "UTC"
    reporting_currency: str = "USD"
    retention_windows: tuple[int, ...] = (1, 3, 12)
    reporting_levels: tuple[str, ...] = ("customer", "parent")
    customer_dimensions: tuple[str, ...] = (
        "segment",
        "country",
        "industry",
        "acquisition_channel",
    )
    late_renewal_days: int = 90
    fx_rate_date: date | None = None
    fx_mode: str = "constant"
    churn_recognition: str = "service_end"
    paused_mrr: str = "zero"
    discounts_in_mrr: str = "recurring"
    usage_in_mrr: str = "none"
    gap_grace_days: int = 0
    reactivation_window_days: int | None = None
    past_due_grace_days: int | None = None
    leaky_grr_threshold: Decimal = Decimal("0.85")
    leaky_logo_retention_threshold: Decimal = Decimal("0.85")
    concentration_threshold: Decimal = Decimal("0.5")
    health_sticky_features: int = 3
    health_red_adoption: Decimal = Decimal("0.25")
    health_yellow_adoption: Decimal = Decimal("0.5")
    health_checkin_max_age_days: int = 90
    health_red_open_tickets: int = 5
    health_yellow_open_tickets: int = 2
