"""The product's API as a process of its own, in the present of a file: `python -m tests.support.clocked_api FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from api.main import Server
from engine.settings import Settings
from engine.wiring import build
from tests.support.file_clock import FileClock


def main() -> None:
    settings = Settings()
    product = build(settings, FileClock(Path(sys.argv[1])))
    config = uvicorn.Config(
        create_app(product), host=settings.api_host, port=settings.api_port, loop="uvloop", log_level="warning"
    )
    try:
        Server(config, product.stopping, settings.drain_seconds).run()
    finally:
        product.close()


if __name__ == "__main__":
    main()
