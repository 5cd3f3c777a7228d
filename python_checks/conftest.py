"""How the checks run: Hypothesis profiles, a printed seed, and the sample company read once."""

import os
from secrets import randbelow

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

from python_checks.compiling import PROJECT_ROOT
from python_checks.raw_tables import RawTables
from python_checks.replay import read_sample

FAILED_EXAMPLES = PROJECT_ROOT / "target" / "failed_examples"

settings.register_profile(
    "default",
    max_examples=40,
    deadline=None,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(FAILED_EXAMPLES),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("long", settings.get_profile("default"), max_examples=350)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("hypothesis_seed") is None:
        config.option.hypothesis_seed = str(randbelow(10**9))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    seed = config.getoption("hypothesis_seed")
    terminalreporter.write_line(f"Invented histories: repeat them with --hypothesis-seed={seed}")


@pytest.fixture(scope="session")
def sample() -> RawTables:
    return read_sample()
