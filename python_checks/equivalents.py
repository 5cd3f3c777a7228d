"""The changes to a model that change nothing, as `equivalent_mutants.yml` lists them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from python_checks.mutants import Mutant

EQUIVALENTS = Path(__file__).parent / "equivalent_mutants.yml"


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


def unused(equivalence: Equivalence, alive: list[Mutant]) -> list[str]:
    """Listed changes that no surviving mutant has."""
    found = {mutant.change for mutant in alive}
    return [change for change in equivalence.changes if change not in found]
