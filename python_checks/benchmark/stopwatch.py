"""Time on the clock, and of all cores of this process."""

from dataclasses import dataclass, field
from time import monotonic, process_time


@dataclass(frozen=True)
class Stopwatch:
    """Runs from the moment it is made."""

    started: float = field(default_factory=monotonic)
    cpu_started: float = field(default_factory=process_time)

    def times(self) -> dict[str, float]:
        """Seconds since then, as a child reports them."""
        return {
            "seconds": monotonic() - self.started,
            "cpu_seconds": process_time() - self.cpu_started,
        }
