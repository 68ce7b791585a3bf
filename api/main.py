"""`python -m api.main`: the API as a process, until it is asked to stop."""

import gc
import logging
import os
import socket
import sys
from threading import Event, Timer
from types import FrameType

from engine.quick_start import collector_at_rest

with collector_at_rest():
    import structlog
    import uvicorn

    from api.app import create_app
    from api.connection import GuardedConnection
    from engine.core.errors import DefinitionInvalid
    from engine.listening import Where, open_listening
    from engine.process_log import speak
    from engine.process_traces import followed
    from engine.settings import (
        Settings,
        SettingsInvalid,
        folder_refused,
        read_settings,
        spoken_language,
        unheard_variables,
    )
    from engine.wiring import Product, build

_SECONDS_TO_FINISH = 10
_log = structlog.get_logger()


class Server(uvicorn.Server):
    """Asked to stop, it is not ready any more, and tells the streams of changes to end. For `drain_seconds` it still takes
    requests, until whoever hands them out has seen that; then others finish their answer. Asked again: at once."""

    def __init__(self, config: uvicorn.Config, stopping: Event, drain_seconds: int) -> None:
        super().__init__(config)
        self._stopping = stopping
        self._drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """In place of uvicorn's own, which sends itself the signal again afterwards and so never ends well."""
        again = self._stopping.is_set()
        self._stopping.set()
        self.force_exit = again
        if again or not self._drain_seconds:
            self.should_exit = True
        else:
            closing = Timer(self._drain_seconds, self._close)
            closing.daemon = True  # asked again, nobody waits for it
            closing.start()

    def _close(self) -> None:
        self.should_exit = True


def main() -> None:
    try:
        settings = read_settings()
    except SettingsInvalid as invalid:
        sys.exit(invalid.words.in_language(spoken_language()))
    speak(settings.log_format)
    for words in unheard_variables().values():
        _log.warning("setting_unknown", problem=words.in_language(settings.language))
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    try:
        product = build(settings)
    except DefinitionInvalid as invalid:
        sys.exit(invalid.words.in_language(settings.language))  # the author's lines, not our stack
    except OSError:
        sys.exit(folder_refused(settings.data_dir).words.in_language(settings.language))
    _tell_obstacles(product)
    app = create_app(product)
    _leave_what_stays()
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=GuardedConnection,
        ws="none",  # nothing here speaks it
        server_header=False,
        log_config=None,
        access_log=False,  # it would tell whole addresses: a search has a name in it
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    try:
        port, said_by = settings.api_operations_port, "LIENTHONG_API_OPERATIONS_PORT"
        with followed("lienthong-api"), product.for_operations(port, said_by, product.condition):
            Server(config, product.stopping, settings.drain_seconds).run(sockets=[_socket(settings)])
    except SettingsInvalid as invalid:
        sys.exit(invalid.words.in_language(settings.language))
    finally:
        product.close()


def _tell_obstacles(product: Product) -> None:
    """Until they are gone `/ready` says the same; nobody has to start this process again."""
    for obstacle in product.find_obstacles():
        _log.error("not_ready", problem=obstacle.in_language(product.settings.language))


def _socket(settings: Settings) -> socket.socket:
    """The one from which several processes take their requests, if whoever started this one opened it; else our own."""
    if number := os.environ.get("LIENTHONG_API_SOCKET"):
        return socket.socket(fileno=int(number))
    return open_listening(Where(settings.api_host, settings.api_port, "LIENTHONG_API_HOST", "LIENTHONG_API_PORT"))


def _leave_what_stays() -> None:
    """Procedures, calendars and routes stay as long as the process: the collector need not look at them at every turn."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
