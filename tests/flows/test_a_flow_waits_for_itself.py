"""A sweep that takes longer than its interval: the next waits until it is over, here and at another dispatcher, and is done."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flows.names import SWEEP_FLOW
from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_the_next_one_begins_after_it(tmp_path: Path, postgres_url: str, private_prefect_server: PrefectServer) -> None:
    couriers = Couriers(tmp_path, private_prefect_server, database_url=postgres_url)
    story = CourierStory(couriers).backdated(days=60).received().asked()
    first, second = couriers.dispatcher, couriers.another_dispatcher()
    try:
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as holding:
            # Whoever writes to the case waits here: the sweep takes as long as the test wants.
            holding.execute("SELECT 1 FROM cases WHERE case_id = %s FOR UPDATE", [story.case_id])
            first.start()
            _until('"prefect_there"', first.log)
            couriers.start_now(SWEEP_FLOW)
            wait_until(lambda: _sweeps(couriers, "RUNNING"), within=120, what="it is swept", log=first.log)
            second.start()
            couriers.start_now(SWEEP_FLOW)
            for one in (first, second):
                _until(f'"flow": "{SWEEP_FLOW}"', one.log)
            assert len(_sweeps(couriers, "RUNNING")) == 1
            assert not _sweeps(couriers, "COMPLETED")
        wait_until(lambda: len(_sweeps(couriers, "COMPLETED")) > 1, within=150, what="the next is over", log=first.log)
        done = sorted(_sweeps(couriers, "COMPLETED"), key=lambda run: str(run["start_time"]))
        for before, after in pairwise(done):
            assert datetime.fromisoformat(before["end_time"]) <= datetime.fromisoformat(after["start_time"])
        assert story.kinds().count("supplement_expired") == 1
    finally:
        second.kill()
        couriers.end()


def _until(said: str, log: Path) -> None:
    wait_until(lambda: said in log.read_text(encoding="utf-8"), within=120, what=said, log=log)


def _sweeps(couriers: Couriers, state: str) -> list[dict[str, Any]]:
    wanted = {"state": {"type": {"any_": [state]}}, "deployment_id": {"any_": [couriers.deployment(SWEEP_FLOW)]}}
    return list(couriers.ask_prefect("/flow_runs/filter", flow_runs=wanted))
