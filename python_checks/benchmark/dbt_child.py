"""Run dbt and say how much CPU time the nodes took: `python -m python_checks.benchmark.dbt_child`.

The options are dbt's. Prints JSON: the seconds of all cores from the first node's start to the last
one's end, which leaves out what dbt needs to start and to read the project.
"""

import json
import sys
from time import process_time

from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg


class NodesWatched:
    """Reads the CPU clock of this process whenever a node starts or ends."""

    def __init__(self) -> None:
        self.readings: list[float] = []

    def __call__(self, event: EventMsg) -> None:
        """What dbt calls with each of its events."""
        if event.info.name in ("NodeStart", "NodeFinished"):
            self.readings.append(process_time())

    @property
    def cpu_seconds(self) -> float:
        """From the first reading to the last; 0 without a node."""
        return max(self.readings, default=0.0) - min(self.readings, default=0.0)


def main() -> None:
    """Run dbt with the options of the command line; exit with 1 when it fails."""
    watched = NodesWatched()
    outcome = dbtRunner(callbacks=[watched]).invoke(sys.argv[1:])
    if not outcome.success:
        sys.exit(f"dbt failed: {outcome.exception or 'see above'}")
    print(json.dumps({"cpu_seconds": watched.cpu_seconds}))


if __name__ == "__main__":
    main()
