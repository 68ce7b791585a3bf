"""The product's dispatcher as a process of its own with short leases: `python -m tests.support.short_lease_dispatcher NAME SECONDS`."""

from __future__ import annotations

import asyncio
import os
import sys

from engine.process_log import speak
from engine.settings import Settings
from engine.wiring import build
from flows.dispatcher import assembled, client_environment


def main() -> None:
    settings = Settings()
    os.environ.update(client_environment(settings))
    product = build(settings)
    try:
        dispatcher = assembled(product, sys.argv[1], int(sys.argv[2]))
        speak(settings.log_format)  # after the import of Prefect
        asyncio.run(dispatcher.run())
    finally:
        product.close()


if __name__ == "__main__":
    main()
