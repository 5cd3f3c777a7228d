"""What a benchmark measures, as it is kept in results.json: seconds, bytes, rows, milliseconds."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Machine:
    """What it ran on. `processor` is empty where the system does not tell."""

    processor: str
    cores: int
    memory_bytes: int
    duckdb: str
    dbt: str


@dataclass(frozen=True)
class Step:
    """One step in a process of its own.

    `seconds` on the clock and `cpu_seconds` of all cores are of the work itself; `wall_seconds` and
    `peak_bytes` of memory are of the whole process.
    """

    seconds: float
    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Size:
    """How many rows some tables hold, and the bytes of the whole file when they did."""

    rows: int
    file_bytes: int


@dataclass(frozen=True)
class Result:
    """One company: what it took to build it in full, after a day of changes, and otherwise.

    `changed_share` is a fraction of 1; `memory_limit` is DuckDB's, None where it is the one of the
    project's profile; `spine` is None where the usual approach was not tried;
    `raw` and `written` tell the size of the raw tables and of what the full build wrote.
    """

    customers: int
    seed: int
    changed_share: float
    memory_limit: str | None
    machine: Machine
    raw: Size
    written: Size
    full_build: Step
    daily_build: Step
    spine: Step | None
    yardstick: Step
    query_milliseconds: Mapping[str, float]

    @property
    def ratios(self) -> dict[str, float]:
        """What hardly depends on the machine; each is better when it is smaller."""
        return {
            **self._ratios_of("seconds"),
            "peak memory of the full build, GiB": self.full_build.peak_bytes / 2**30,
        }

    @property
    def cpu_ratios(self) -> dict[str, float]:
        """The same in CPU time, which other work on the machine moves less."""
        return {**self.ratios, **self._ratios_of("cpu_seconds")}

    def _ratios_of(self, time: str) -> dict[str, float]:
        full, daily, yardstick = (
            getattr(step, time) for step in (self.full_build, self.daily_build, self.yardstick)
        )
        ratios = {
            "full build / yardstick": full / yardstick,
            "daily build / full build": daily / full,
        }
        if self.spine is not None:
            ratios["full build / the usual approach"] = full / getattr(self.spine, time)
        return ratios


def this_machine() -> Machine:
    """The machine that this process runs on."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_bytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        duckdb=version("duckdb"),
        dbt=version("dbt-core"),
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else ""


def as_json(results: Iterable[Result]) -> str:
    """The results as the text of a file, smallest company first."""
    by_size = sorted(results, key=lambda result: result.customers)
    return json.dumps([asdict(result) for result in by_size], indent=2) + "\n"


def read_results(file: Path = RECORDED) -> list[Result]:
    """The results of a file; none when there is no file."""
    if not file.exists():
        return []
    return [_result(entry) for entry in json.loads(file.read_text(encoding="utf-8"))]


def _result(entry: dict[str, Any]) -> Result:
    kinds: dict[str, type] = {
        **{"machine": Machine, "raw": Size, "written": Size},
        **dict.fromkeys(("full_build", "daily_build", "spine", "yardstick"), Step),
    }
    steps = {name: kind(**entry[name]) for name, kind in kinds.items() if entry[name]}
    return Result(**{**entry, **steps})


def record(results: Iterable[Result], file: Path = RECORDED) -> list[Result]:
    """Write results over those of the same size in a file; all that it then holds."""
    kept = {result.customers: result for result in [*read_results(file), *results]}
    file.write_text(as_json(kept.values()), encoding="utf-8")
    return read_results(file)
