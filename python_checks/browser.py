"""Debian's Chromium, without a window and without a network, for the check of the boards."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from python_checks.packages import install

PACKAGE = "chromium"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
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
    """The program: CHROMIUM, or one that is installed, or Debian's package, installed now.

    Raises NotInstallableError when there is none and none can be installed.
    """
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, PROGRAMS)]
    for program in filter(None, found):
        return program
    install(PACKAGE, "Install it by hand and name the program in CHROMIUM.")
    return PACKAGE


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
