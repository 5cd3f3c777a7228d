"""Change one thing in one model at a time: which changes does no check see?

    python -m python_checks.mutate [--model NAME ...] [--jobs 2]

Writes target/mutation_report.md. `equivalent_mutants.yml` lists the changes that change nothing,
each with the reason; they do not count.
"""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from python_checks.battery import POLICIES, Battery, Stage, Verdict, stages_of
from python_checks.compiling import PROJECT_ROOT, Compiled, compile_project
from python_checks.mutants import Mutant, mutants_of, parsed
from python_checks.replay import read_sample

REPORT = PROJECT_ROOT / "target" / "mutation_report.md"
EQUIVALENTS = Path(__file__).parent / "equivalent_mutants.yml"
LEAST_SCORE = 0.95

Versions = list[Mutant | None]

battery: Battery


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one model."""

    model: str
    killed: int
    equivalent: int
    survived: int

    @property
    def share(self) -> float:
        """Killed mutants among those that are not equivalent; 1 when there is none."""
        counted = self.killed + self.survived
        return self.killed / counted if counted else 1.0

    def line(self) -> str:
        """One row of the report's table."""
        figures = (self.killed, self.equivalent, self.survived, f"{self.share:.1%}")
        return f"| {self.model} | " + " | ".join(str(figure) for figure in figures) + " |"


def main() -> int:
    """Try every mutant out and write the report; 1 when too many survive."""
    options = read_options()
    compiled = [compile_project(policy) for policy in POLICIES]
    verdicts = list(judge(compiled, options))
    known = read_equivalences()
    scores = [
        score(model, list(some), known)
        for model, some in groupby(verdicts, key=lambda verdict: verdict.mutant.model)
    ]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report(scores, verdicts, known), encoding="utf-8")
    total = in_all(scores)
    print(f"{total.share:.1%} of the mutants that change something are killed: {REPORT}")
    return int(total.share < LEAST_SCORE)


def read_options() -> Namespace:
    """The command line."""
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", action="append", default=[], help="only this one; repeatable")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    return parser.parse_args()


def judge(compiled: list[Compiled], options: Namespace) -> Iterator[Verdict]:
    """Each mutant's verdict, model by model, with progress on the terminal."""
    changes = list(all_versions(compiled, options.model))
    stages = all_stages(compiled)
    with ProcessPoolExecutor(options.jobs, initializer=set_up, initargs=(stages,)) as pool:
        for done, verdict in enumerate(pool.map(try_out, changes, chunksize=4), start=1):
            show_progress(done, len(changes), verdict)
            yield verdict
    print(file=sys.stderr)


def all_versions(compiled: list[Compiled], names: list[str]) -> Iterator[Versions]:
    """Each change, as it looks under each policy; None where the models differ in more."""
    for models in zip(*(one.models for one in compiled), strict=True):
        if not names or models[0].name in names:
            shapes = [shape(model.sql) for model in models]
            each = [mutants_of(model.name, model.sql) for model in models]
            numbered = [{mutant.number: mutant for mutant in some} for some in each]
            for number in numbered[0]:
                yield [
                    some.get(number) if one == shapes[0] else None
                    for some, one in zip(numbered, shapes, strict=True)
                ]


def shape(sql: str) -> list[str]:
    """What two versions of a model have in common when they differ in literals only."""
    return [type(node).__name__ for node in parsed(sql).walk()]


def all_stages(compiled: list[Compiled]) -> list[Stage]:
    """Small companies of all policies first, since they are quick; the sample last."""
    stages = [stage for number, one in enumerate(compiled) for stage in stages_of(one, number)]
    stages.sort(key=lambda stage: sum(map(len, stage.raw.values())) > 1000)
    return [*stages, Stage("sample company", compiled[0], read_sample())]


def set_up(stages: list[Stage]) -> None:
    """Build every stage in this process."""
    global battery
    battery = Battery(stages)
    for theatre in battery.theatres:
        theatre.check_originals()


def try_out(versions: Versions) -> Verdict:
    """One change's verdict, in a process that is set up."""
    return battery.try_out(versions)


def show_progress(done: int, total: int, verdict: Verdict) -> None:
    """Overwrite the terminal's last line; elsewhere a line now and then."""
    if not sys.stderr.isatty():
        if done % 100 == 0:
            print(f"{done}/{total}", file=sys.stderr, flush=True)
        return
    fate = "killed" if verdict.killer else "SURVIVED"
    line = f"{done}/{total} {verdict.mutant.model} {fate}"
    print(f"\r{line:<79.79}", end="", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Equivalence:
    """Changes that change nothing: those listed, of one step, or all that match a pattern."""

    reason: str
    model: str = ""
    step: str = ""
    changes: tuple[str, ...] = ()
    pattern: str = ""

    def covers(self, mutant: Mutant) -> bool:
        """Whether the mutant is one of these."""
        if self.pattern:
            return bool(re.search(self.pattern, mutant.change))
        return (self.model, self.step) == (mutant.model, mutant.step) and (
            mutant.change in self.changes
        )


def read_equivalences(path: Path = EQUIVALENTS) -> list[Equivalence]:
    """The list of changes that are known to change nothing."""
    listed: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return [Equivalence(**{**one, "changes": tuple(one.get("changes", ()))}) for one in listed]


def reason_of(mutant: Mutant, known: list[Equivalence]) -> str | None:
    """Why the mutant changes nothing; None when that is not known."""
    return next((one.reason for one in known if one.covers(mutant)), None)


def score(model: str, verdicts: list[Verdict], known: list[Equivalence]) -> Score:
    """Count the verdicts of one model."""
    alive = [verdict.mutant for verdict in verdicts if not verdict.killer]
    equivalent = sum(reason_of(mutant, known) is not None for mutant in alive)
    return Score(model, len(verdicts) - len(alive), equivalent, len(alive) - equivalent)


def in_all(scores: list[Score]) -> Score:
    """The sum of several scores."""
    return Score(
        "all",
        sum(one.killed for one in scores),
        sum(one.equivalent for one in scores),
        sum(one.survived for one in scores),
    )


def report(scores: list[Score], verdicts: list[Verdict], known: list[Equivalence]) -> str:
    """The report: a table by model, then what survived, then what is known to be equivalent."""
    alive = [verdict.mutant for verdict in verdicts if not verdict.killer]
    reasons = [reason_of(mutant, known) for mutant in alive]
    survivors = [mutant for mutant, reason in zip(alive, reasons, strict=True) if not reason]
    explained = [(mutant, reason) for mutant, reason in zip(alive, reasons, strict=True) if reason]
    lines = [
        "# Mutation report",
        "",
        "| model | killed | equivalent | survived | score |",
        "|---|---|---|---|---|",
        *(one.line() for one in [*scores, in_all(scores)]),
        "",
        "## Survivors",
        "",
        *(shown(mutant) for mutant in survivors),
        "",
        "## Equivalent",
        "",
        *(f"{shown(mutant)}: {reason}" for mutant, reason in explained),
        "",
        "## Listed as equivalent, but no longer found",
        "",
        *(f"- {change}" for one in known for change in unused(one, alive)),
    ]
    return "\n".join(lines) + "\n"


def unused(equivalence: Equivalence, alive: list[Mutant]) -> list[str]:
    """Listed changes that no surviving mutant has."""
    found = {mutant.change for mutant in alive}
    return [change for change in equivalence.changes if change not in found]


def shown(mutant: Mutant) -> str:
    """A mutant as a line of the report."""
    return f"- {mutant.model} · {mutant.step} · `{mutant.change}`"


if __name__ == "__main__":
    sys.exit(main())
