"""Install a package of Debian that a check needs and the machine may not have."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence

ROOT = 0


class NotInstallableError(Exception):
    """A package is neither there nor can it be installed; the text says what to do."""


def install(package: str, otherwise: str) -> None:
    """Install Debian's package, as root or through sudo.

    Raises NotInstallableError, with `otherwise` as the way out, when neither can be done here, and
    CalledProcessError when apt-get fails.
    """
    rights = [] if os.geteuid() == ROOT else ["sudo"]
    if not all(shutil.which(program) for program in [*rights, "apt-get"]):
        raise NotInstallableError(
            f"{package} is not installed, and without apt-get (and sudo) it cannot be installed"
            f" here. {otherwise}"
        )
    print(f"installing {package} (once)", flush=True)
    environment = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
    quietly([*environment, "apt-get", "update"])
    quietly([*environment, "apt-get", "install", "-y", "--no-install-recommends", package])


def quietly(command: Sequence[str]) -> None:
    """Run a command; show what it wrote only when it fails."""
    # A file, not a pipe: a server that stays behind keeps its output open.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(command, stdout=output, stderr=output, cwd="/", check=False)
        if done.returncode:
            output.seek(0)
            print(output.read())
            done.check_returncode()
