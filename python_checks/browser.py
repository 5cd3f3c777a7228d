"""Debian's Chromium, without a window and without a network, for the check of the boards."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from python_checks.packages import install

PROGRAM = "chromium"
# Root has no sandbox of its own to offer; the other options keep Chromium from calling home.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find_or_install() -> str:
    """The program: CHROMIUM, or Debian's package, installed if missing.

    Raises NotInstallableError when there is none and none can be installed.
    """
    named = os.environ.get("CHROMIUM") or shutil.which(PROGRAM)
    if named:
        return named
    install(PROGRAM, "Install it by hand and name the program in CHROMIUM.")
    return shutil.which(PROGRAM) or PROGRAM


@contextmanager
def headless_chromium() -> Iterator[Browser]:
    """Run Chromium and yield it; it ends with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_or_install(), args=list(OPTIONS), headless=True
        )
        try:
            yield browser
        finally:
            browser.close()
