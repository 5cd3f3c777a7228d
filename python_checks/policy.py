"""The choices a company makes; the defaults are those of the definitions, section 5."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Policy:
    """One set of policies, with the names of the dbt variables.

    `as_of_date` is a date in `reporting_timezone`; `retention_windows` are months;
    `late_renewal_days` are days.
    """

    as_of_date: date
    reporting_timezone: str = "UTC"
    reporting_currency: str = "USD"
    retention_windows: tuple[int, ...] = (1, 3, 12)
    customer_dimensions: tuple[str, ...] = (
        "segment",
        "country",
        "industry",
        "acquisition_channel",
    )
    late_renewal_days: int = 90
