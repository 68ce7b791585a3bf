"""SIGTERM to an API: what is begun is finished and answered, nobody is sent there any more, and it goes within a bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.api_processes import ApiProcess, api_processes
from tests.support.processes import wait_until
from tests.support.served_api import DOSSIER

pytestmark = pytest.mark.slow


@contextmanager
def held_up(api: ApiProcess) -> Iterator[None]:
    """Somebody else writes to the ledger meanwhile: commands wait for him."""
    path = api.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_command_that_is_begun_is_finished(tmp_path: Path) -> None:
    with api_processes(tmp_path, 1) as (api,), ThreadPoolExecutor(1) as people:
        with held_up(api):
            command = people.submit(api.client.post, "/cases", json=DOSSIER)
            wait_until(lambda: _in_use(api) >= 1, within=30, what="the command waits in the ledger", log=api.log)
            api.asked_to_stop()
            wait_until(lambda: _refuses_newcomers(api), within=30, what="it takes nobody any more", log=api.log)
            assert not command.done()
        assert command.result(30).status_code == 201
        assert api.part.exit_code(within=20) == 0


def test_until_others_know_it_goes_on_but_is_not_ready(tmp_path: Path) -> None:
    with api_processes(tmp_path, 1, drain_seconds=4) as (api,):
        assert api.client.get("/ready").status_code == 200
        api.asked_to_stop()
        wait_until(lambda: api.client.get("/ready").status_code == 503, within=10, what="not ready", log=api.log)
        assert "đang dừng" in api.client.get("/ready").json()["problems"][0]
        assert api.monitoring.get("/ready").status_code == 503
        assert api.client.get("/health").status_code == 200
        assert api.client.post("/cases", json=DOSSIER).status_code == 201, "who was sent there is served"
        assert api.part.exit_code(within=20) == 0
        assert _refuses_newcomers(api)


def test_asked_twice_it_goes_at_once(tmp_path: Path) -> None:
    with api_processes(tmp_path, 1, drain_seconds=300) as (api,):
        api.asked_to_stop()
        wait_until(lambda: api.client.get("/ready").status_code == 503, within=10, what="not ready", log=api.log)
        api.asked_to_stop()
        assert api.part.exit_code(within=20) == 0


def _in_use(api: ApiProcess) -> float:
    return api.figures()["lienthong_database_connections_in_use"]


def _refuses_newcomers(api: ApiProcess) -> bool:
    try:
        httpx.get(f"{api.client.base_url}/health", trust_env=False, timeout=5)
    except httpx.TransportError:
        return True
    return False
