"""Prefect schedules no sweep, as in the hour that comes again after a clock was put back: a dispatcher asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import dispatch_loop
from flows.names import SWEEP_FLOW
from tests.support.courier_story import Couriers, CourierStory
from tests.support.dispatcher_here import serving
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


@pytest.fixture
def prefect_server(private_prefect_server: PrefectServer) -> PrefectServer:
    return private_prefect_server


@pytest.fixture
def couriers(tmp_path: Path, prefect_server: PrefectServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Couriers]:
    monkeypatch.setattr(dispatch_loop, "LOOK_FOR_LATE_SWEEP_SECONDS", 1.0)
    idle = Couriers(tmp_path, prefect_server)
    yield idle
    idle.end()


def test_what_passed_is_told_all_the_same(couriers: Couriers) -> None:
    story = CourierStory(couriers).backdated(days=60).received().asked()
    before = asked_for(couriers)
    with serving(couriers.product):
        wait_until(lambda: asked_for(couriers) > before, within=60, what="a sweep that nobody scheduled")
        wait_until(lambda: story.kinds()[-1] == "case_stopped", within=60, what="what passed is written down")
    assert story.kinds().count("supplement_expired") == 1


def asked_for(couriers: Couriers) -> int:
    """How many runs of the sweep a dispatcher has asked for; on a server of its own, where no other test's sweep is due."""
    runs = couriers.ask_prefect("/flow_runs/filter", flows={"name": {"any_": [SWEEP_FLOW]}}, limit=200)
    return sum(str(run["idempotency_key"]).startswith("late ") for run in runs)
