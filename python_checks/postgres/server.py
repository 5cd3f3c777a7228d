"""A Postgres server of its own for one check, on loopback, gone when the check ends."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_checks.packages import ROOT, install, quietly

PACKAGE = "postgresql-15"
INSTALLED = Path("/usr/lib/postgresql/15/bin")
ACCOUNT_OF_PACKAGE = "postgres"

# Neither the order of text nor the zone of the server may move a number, so both are unusual here.
LOCALE = ("--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8")
SETTINGS = {"timezone": "Pacific/Auckland", "fsync": "off", "listen_addresses": "127.0.0.1"}


@contextmanager
def scratch_server() -> Iterator[int]:
    """Run an empty server and yield its port; stop and remove it, also after a failure.

    Raises NotInstallableError when there is no Postgres 15 and none can be installed, and
    CalledProcessError when one of its commands fails.
    """
    programs = find_or_install()
    with tempfile.TemporaryDirectory(prefix="postgres_") as name:
        folder = Path(name)
        hand_over(folder)
        run(programs / "initdb", "--auth=trust", "--username=postgres", *LOCALE, data(folder))
        port = free_port()
        start(programs, folder, port)
        try:
            yield port
        finally:
            run(programs / "pg_ctl", "stop", "--mode=immediate", "--pgdata", data(folder))


def find_or_install() -> Path:
    """The folder of Postgres' programs: POSTGRES_BIN, or Debian's package, installed if missing."""
    named = os.environ.get("POSTGRES_BIN")
    if named:
        return Path(named)
    if not (INSTALLED / "initdb").exists():
        install(PACKAGE, "Install it by hand and name its folder of programs in POSTGRES_BIN.")
    return INSTALLED


def start(programs: Path, folder: Path, port: int) -> None:
    """Start the server and wait until it accepts connections."""
    settings = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    log = folder / "log"
    try:
        run(
            *(programs / "pg_ctl", "start", "--wait", "--log", log),
            *("--pgdata", data(folder), "--options", options),
        )
    except subprocess.CalledProcessError:
        print(log.read_text(errors="replace") if log.exists() else "no log was written")
        raise


def data(folder: Path) -> Path:
    """Where the server keeps its files."""
    return folder / "data"


def hand_over(folder: Path) -> None:
    """Give the folder to the account that runs the server: it refuses to run as root."""
    if os.geteuid() == ROOT:
        shutil.chown(folder, ACCOUNT_OF_PACKAGE, ACCOUNT_OF_PACKAGE)


def run(*command: str | Path) -> None:
    """Run one of Postgres' programs, as its own account when we are root."""
    as_account = ["runuser", "-u", ACCOUNT_OF_PACKAGE, "--"] if os.geteuid() == ROOT else []
    quietly([*as_account, *map(str, command)])


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
