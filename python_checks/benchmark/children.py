"""Run a command as a child process and measure what it takes."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from python_checks.compiling import PROJECT_ROOT

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024


class ChildError(RuntimeError):
    """A child process failed; the message holds its command and what it wrote."""


@dataclass(frozen=True)
class Finished:
    """What a child took from its start to its end, and what it printed."""

    seconds: float
    peak_bytes: int
    output: str

    @property
    def told(self) -> dict[str, Any]:
        """The JSON of the last line it printed."""
        told: dict[str, Any] = json.loads(self.output.splitlines()[-1])
        return told


def run_child(command: Sequence[str | Path], environment: Mapping[str, str]) -> Finished:
    """Run a command in the project's folder and wait for it; `output` is what it printed.

    Raises ChildError when it fails.
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = monotonic()
        child = subprocess.Popen(
            command,
            cwd=PROJECT_ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=errors,
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if child.returncode:
            words = shlex.join(str(word) for word in command)
            raise ChildError(f"{words}\n{output.read()}{errors.read()}")
        return Finished(seconds, usage.ru_maxrss * BYTES_PER_UNIT, output.read())


def run_python(
    module: str, *options: str | Path, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run `python -m module` as a child. Raises ChildError when it fails."""
    return run_child([sys.executable, "-m", module, *options], environment or {})
