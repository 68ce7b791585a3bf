"""The system's Chromium, driven by Playwright. Nothing is ever downloaded; a machine without a browser fails loudly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: the suite also runs as root. The rest keeps the browser from calling its makers at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


PATIENT_MS = 120_000
"""How long a page is waited for on a busy machine: where all is well, nobody does."""


class BrowserMissing(RuntimeError):
    """No Chromium or Chrome is on the PATH: `make test` installs one, or run scripts/system_packages.sh."""


def browser_program() -> str:
    """The path of the system's browser; raises BrowserMissing."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise BrowserMissing(BrowserMissing.__doc__)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless browser with an empty profile of its own, closed afterwards."""
    expect.set_options(timeout=PATIENT_MS)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=browser_program(), args=list(FLAGS), headless=True, timeout=PATIENT_MS
        )
        try:
            yield browser
        finally:
            browser.close()
