"""Prefect's server as the doctor asks it: what Prefect itself answers is understood; a server that is away is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import uvicorn
from fastapi import FastAPI
from prefect.server.api.admin import router
from prefect.settings import PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED, temporary_settings

from engine.gateways.prefect_watch import HttpRunWatch
from engine.service.doctor_ports import ExecutorAway
from engine.service.executed_runs import CASE_FLOW, DEPLOYMENT, STRAY
from tests.support.processes import LOOPBACK, free_port, wait_until


def watching(address: str) -> HttpRunWatch:
    return HttpRunWatch(address, CASE_FLOW, DEPLOYMENT, STRAY)


@contextmanager
def prefects_own_settings(*, pauses_expire: bool) -> Iterator[str]:
    """Prefect's own answer about its settings, served alone: a whole server takes ten seconds to start."""
    app = FastAPI()
    app.include_router(router)
    server = uvicorn.Server(uvicorn.Config(app, host=LOOPBACK, port=free_port(), log_level="error"))
    with temporary_settings({PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED: pauses_expire}):
        # Prefect keeps its settings in the context of whoever asks.
        serving = threading.Thread(target=copy_context().run, args=(server.run,))
        serving.start()
        try:
            wait_until(lambda: server.started, within=30, what="the settings are served")
            yield f"http://{LOOPBACK}:{server.config.port}"
        finally:
            server.should_exit = True
            serving.join()


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A server that says the same to everybody."""

    class Same(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = HTTPServer((LOOPBACK, 0), Same)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


@pytest.mark.parametrize("pauses_expire", [True, False])
def test_whether_pauses_expire_is_read_off_prefects_settings(pauses_expire: bool) -> None:
    with prefects_own_settings(pauses_expire=pauses_expire) as address:
        assert watching(address).pauses_expire() is pauses_expire


def test_a_server_that_is_away() -> None:
    watch = watching(f"http://{LOOPBACK}:{free_port()}/api")
    for asked in (watch.pauses_expire, watch.is_registered, lambda: watch.in_states(["RUNNING"])):
        with pytest.raises(ExecutorAway, match="ConnectError"):
            asked()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(500, b"", "status 500"), (200, b"<html>", "cannot be understood"), (200, b"{}", "cannot be understood")],
)
def test_an_answer_that_is_not_prefects(status: int, body: bytes, said: str) -> None:
    with answering(status, body) as address, pytest.raises(ExecutorAway, match=said):
        watching(address).pauses_expire()
