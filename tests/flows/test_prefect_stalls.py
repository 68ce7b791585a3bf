"""Prefect's SQLite is locked for a while: calls wait and are told, everything else goes on, and what waited is done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_REQUEST_TIMEOUT, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from flows import side_work
from tests.support.courier_story import Couriers, CourierStory
from tests.support.dispatcher_here import serving
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.usefixtures("talking_to_prefect")]

STALLS = "lienthong_prefect_stalls_total"


@pytest.fixture
def prefect_server(private_prefect_server: PrefectServer) -> PrefectServer:
    return private_prefect_server


@pytest.fixture
def couriers(
    tmp_path: Path, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch, talking_to_prefect: None
) -> Iterator[Couriers]:
    """Its clients give up a call after three seconds, as real ones do after twenty."""
    monkeypatch.setattr(side_work, "SEAL_SECONDS", 0.5)
    playing = Couriers(tmp_path, prefect_server)
    with temporary_settings({PREFECT_API_REQUEST_TIMEOUT: 3.0, PREFECT_CLIENT_MAX_RETRIES: 0}):
        yield playing
    playing.end()


def test_what_needs_no_prefect_goes_on(couriers: Couriers, prefect_server: PrefectServer) -> None:
    product = couriers.product
    before = CourierStory(couriers).received()
    with serving(product):
        before.wait_for("Chờ cơ quan xử lý")
        with closing(sqlite3.connect(prefect_server.home / "prefect.db", isolation_level=None, timeout=60)) as holding:
            holding.execute("BEGIN IMMEDIATE")
            late = [CourierStory(couriers).received()]
            wait_until(lambda: _stalls(couriers) > 0, within=120, what="a stall is told")
            for _ in range(3):  # each only after the one before: whatever waits, turns go on
                late.append(CourierStory(couriers).received())
                wait_until(lambda: product.sealer.unsealed().cases == 0, within=60, what="it is sealed")
            assert product.wakes.lag() == len(late)
            assert not any(couriers.runs(story.case_id) for story in late)
            holding.execute("ROLLBACK")
        wait_until(lambda: product.wakes.lag() == 0, within=240, what="what waited is entered")
    assert [len(couriers.runs(story.case_id)) for story in late] == [1] * len(late)


def _stalls(couriers: Couriers) -> float:
    lines = couriers.product.metrics.text().decode().splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith(f"{STALLS} "))
