"""Change one thing in one model at a time: which changes does no check see?

    python -m python_checks.mutate [--model NAME ...] [--jobs 2]

Writes target/mutation_report.md, anew after each model. `equivalent_mutants.yml` lists the changes
that change nothing, each with the reason; they do not count.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby

from python_checks.battery import POLICIES, Battery, Stage, Verdict, stages_of
from python_checks.compiling import PROJECT_ROOT, Compiled, Model, compile_project
from python_checks.equivalents import Equivalence, read_equivalences, reason_of, unused
from python_checks.mutants import Mutant, count_changes, mutant_of
from python_checks.replay import read_sample

REPORT = PROJECT_ROOT / "target" / "mutation_report.md"
LEAST_SCORE = 0.95

battery: Battery
equivalences: list[Equivalence]


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
    """Try every mutant out and write the report, model by model; 1 when too many survive."""
    options = read_options()
    known = read_equivalences()
    compiled = [compile_project(policy) for policy in POLICIES]
    scores: list[Score] = []
    verdicts: list[Verdict] = []
    judged = judge(compiled, known, options)
    for model, some in groupby(judged, key=lambda verdict: verdict.mutant.model):
        verdicts += (of_model := list(some))
        scores.append(score(model, of_model, known))
        write_report(report(scores, verdicts, known))
    total = in_all(scores)
    print(f"{total.share:.1%} of the mutants that change something are killed: {REPORT}")
    return int(total.share < LEAST_SCORE)


def write_report(text: str) -> None:
    """Replace the report of the run before."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")


def read_options() -> Namespace:
    """The command line."""
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", action="append", default=[], help="only this one; repeatable")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    return parser.parse_args()


def judge(
    compiled: list[Compiled], known: list[Equivalence], options: Namespace
) -> Iterator[Verdict]:
    """Each mutant's verdict, model by model, with progress on the terminal."""
    changes = list(all_changes(compiled[0], options.model))
    stages = all_stages(compiled)
    with ProcessPoolExecutor(options.jobs, None, set_up, (stages, known)) as pool:
        for done, verdict in enumerate(pool.map(try_out, changes, chunksize=4), start=1):
            if verdict:
                show_progress(done, len(changes), verdict)
                yield verdict
    print(file=sys.stderr)


def all_changes(compiled: Compiled, names: list[str]) -> Iterator[tuple[Model, int]]:
    """Each change of each model."""
    for model in compiled.models:
        if not names or model.name in names:
            for number in range(count_changes(model.sql)):
                yield model, number


def all_stages(compiled: list[Compiled]) -> list[Stage]:
    """Small companies of all policies first, since they are quick; the sample last."""
    stages = [stage for number, one in enumerate(compiled) for stage in stages_of(one, number)]
    stages.sort(key=lambda stage: sum(map(len, stage.raw.values())) > 1000)
    return [*stages, Stage("sample company", compiled[0], read_sample())]


def set_up(stages: list[Stage], known: list[Equivalence]) -> None:
    """Build every stage in this process."""
    global battery, equivalences
    battery, equivalences = Battery(stages), known
    for theatre in battery.theatres:
        theatre.check_originals()


def try_out(change: tuple[Model, int]) -> Verdict | None:
    """One change's verdict, in a process that is set up; what is known as equivalent survives."""
    model, number = change
    mutant = mutant_of(model.name, model.sql, number)
    if mutant is None:
        return None
    if reason_of(mutant, equivalences):
        return Verdict(mutant, None)
    return battery.try_out(mutant, number)


def show_progress(done: int, total: int, verdict: Verdict) -> None:
    """Overwrite the terminal's last line; elsewhere a line now and then."""
    if not sys.stderr.isatty():
        if done % 100 == 0:
            print(f"{done}/{total}", file=sys.stderr, flush=True)
        return
    fate = "killed" if verdict.killer else "SURVIVED"
    line = f"{done}/{total} {verdict.mutant.model} {fate}"
    print(f"\r{line:<79.79}", end="", file=sys.stderr, flush=True)


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


def shown(mutant: Mutant) -> str:
    """A mutant as a line of the report."""
    return f"- {mutant.model} · {mutant.step} · `{mutant.change}`"


if __name__ == "__main__":
    sys.exit(main())
