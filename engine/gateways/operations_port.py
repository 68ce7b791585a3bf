"""A small port of a process for those who run it: is it alive, is it ready, what does it count. Without a token, so it
listens on an address of its own that the public does not reach."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Condition(NamedTuple):
    """Whether a process can work, and what it tells of itself."""

    ready: bool
    told: Mapping[str, Any]


@contextmanager
def operations_port(
    host: str,
    port: int,
    condition: Callable[[], Condition],
    metrics: Callable[[], bytes],
    refused: Callable[[OSError], Exception],
) -> Iterator[None]:
    """Answers `/health`, `/ready` and `/metrics` until the end of the block; port 0: nothing is opened. Raises what
    `refused` makes of it where the system does not let us listen."""
    if not port:
        yield
        return
    try:
        server = ThreadingHTTPServer((host, port), _answering(condition, metrics))
    except OSError as error:
        raise refused(error) from error
    server.daemon_threads = True  # a slow reader holds up no stop
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="operations", daemon=True)
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def _answering(condition: Callable[[], Condition], metrics: Callable[[], bytes]) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            match self.path:
                case "/health":
                    self._say(200, {"status": "alive"})
                case "/ready":
                    found = condition()
                    self._say(200 if found.ready else 503, dict(found.told))
                case "/metrics":
                    self._send(200, TEXT, metrics())
                case _:
                    self._say(404, {"status": "not_found"})

        def _say(self, status: int, told: dict[str, Any]) -> None:
            self._send(status, "application/json", json.dumps(told, ensure_ascii=False).encode())

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Monitoring asks every few seconds; its questions are no news."""

    return Answering
