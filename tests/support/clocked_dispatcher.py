"""The product's dispatcher as a process of its own, in the present of a file: `python -m tests.support.clocked_dispatcher FILE`."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from engine.settings import Settings
from engine.wiring import build
from flows.dispatcher import assembled, client_environment
from tests.support.file_clock import FileClock

LEASE_SECONDS = 10 * 365 * 24 * 3600
"""Between two acts of a story lie weeks: a lease of a minute would be over while the case is being entered."""


def main() -> None:
    settings = Settings()
    os.environ.update(client_environment(settings))
    product = build(settings, FileClock(Path(sys.argv[1])))
    try:
        asyncio.run(assembled(product, "clocked", LEASE_SECONDS).run())
    finally:
        product.close()


if __name__ == "__main__":
    main()
