"""Becomes the private Prefect server: `python -m flows.prefect_server --port 4200 --home DIR`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from engine.listening import Where, check_listening
from engine.quick_start import collector_at_rest
from engine.settings import SettingsInvalid, spoken_language
from flows.server_database import SAID_BY as DATABASE_SAID_BY
from flows.server_database import check_database
from flows.server_settings import LOOPBACK, server_environment

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# One of the two user interfaces in Prefect's wheel calls a usage-statistics company from the reader's browser, whatever
# the settings say. The browser is told to talk to this machine only.
STAY_AT_HOME = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' data: blob: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*"
)


# Read by `create_app` after the process has become the server: the process without which it must not stay.
_PARENT = "LIENTHONG_PREFECT_SERVER_PARENT"


def main(arguments: Sequence[str] | None = None) -> None:
    """Becomes the server: the process id stays, so whoever started this may watch, stop or kill the server by it."""
    wanted = _parse(arguments)
    try:
        check_listening(Where(wanted.host, wanted.port, "--host", "--port"))
        check_database(wanted.database_url)
    except SettingsInvalid as invalid:
        sys.exit(invalid.words.in_language(spoken_language()))
    wanted.home.mkdir(parents=True, exist_ok=True)
    (wanted.home / "ui").mkdir(exist_ok=True)
    os.environ.update(server_environment(wanted.home, wanted.database_url, wanted.port, wanted.host))
    if wanted.end_with_parent:
        os.environ[_PARENT] = str(os.getppid())
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", "flows.prefect_server:create_app"),
        *("--host", wanted.host, "--port", str(wanted.port)),
        *("--log-level", "warning", "--no-access-log", "--timeout-keep-alive", "65"),
    ]
    os.execv(sys.executable, command)


def create_app() -> Application:
    """Prefect's own application; its pages may reach nothing but this machine."""
    with collector_at_rest():
        from prefect.server.api import server

    if parent := os.environ.get(_PARENT):
        threading.Thread(target=_end_with, args=(int(parent),), daemon=True).start()
    prefect: Application = server.create_app()

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"content-security-policy", STAY_AT_HOME.encode())]
            await send(message)

        await prefect(scope, receive, send_with_policy if scope["type"] == "http" else send)

    return application


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end its child; the child would keep the port and the database for ever."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m flows.prefect_server", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="the port to listen on")
    parser.add_argument("--host", default=LOOPBACK, help="the address to listen on, if other machines need the server")
    parser.add_argument("--home", type=Path, required=True, help="the folder that holds all the server keeps")
    parser.add_argument(
        "--database-url",
        default=os.environ.get(DATABASE_SAID_BY, ""),
        help=f"a PostgreSQL to use instead of a SQLite file in the home; else {DATABASE_SAID_BY}",
    )
    parser.add_argument(
        "--end-with-parent", action="store_true", help="end when the process that started this one ends"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
