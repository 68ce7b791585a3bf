"""`python -m api.main`: the API as a process, until it is asked to stop."""

import sys
from threading import Event
from types import FrameType

import uvicorn

from api.app import create_app
from engine.core.errors import DefinitionInvalid
from engine.settings import SettingsInvalid, read_settings, spoken_language
from engine.wiring import build

_SECONDS_TO_FINISH = 10


class Server(uvicorn.Server):
    """Asked to stop, it tells the streams of changes to end; others finish their answer. Asked again: at once."""

    def __init__(self, config: uvicorn.Config, stopping: Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """In place of uvicorn's own, which sends itself the signal again afterwards and so never ends well."""
        self._stopping.set()
        self.force_exit = self.should_exit
        self.should_exit = True


def main() -> None:
    try:
        settings = read_settings()
    except SettingsInvalid as invalid:
        sys.exit(invalid.words.in_language(spoken_language()))
    try:
        product = build(settings)
    except (DefinitionInvalid, SettingsInvalid) as invalid:
        sys.exit(invalid.words.in_language(settings.language))  # the author's lines, not our stack
    config = uvicorn.Config(
        create_app(product),
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http="httptools",
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    try:
        Server(config, product.stopping).run()
    finally:
        product.close()


if __name__ == "__main__":
    main()
