"""Far behind, the dispatcher shows cases that go on without entering them; what machines must do is never left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.valve import Valve
from tests.support.courier_story import CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

LATE = 3


def test_it_opens_above_the_edge_and_closes_below_half_of_it() -> None:
    told: list[bool] = []
    valve = Valve(10, told.append)
    for lag in (0, 10, 11, 6, 5, 10):
        valve.look(lag)
    assert told == [False, False, True, True, False, False]
    assert (valve.is_open, valve.lag) == (False, 10)


def test_with_no_edge_it_stays_closed() -> None:
    told: list[bool] = []
    Valve(0, told.append).look(1_000_000)
    assert told == [False]


@pytest.mark.slow
def test_cases_that_go_on_are_only_shown(tmp_path: Path, prefect_server: PrefectServer) -> None:
    with running_couriers(tmp_path, prefect_server, prefect_hurry_above=LATE - 1) as couriers:
        stories = [CourierStory(couriers).received().asked() for _ in range(LATE)]
        worker = CourierStory(couriers).received()
        for story in (*stories, worker):
            story.wait_until_seen()
        couriers.dispatcher.stop()
        for story in stories:
            story.handed_in()
        worker.born()
        couriers.dispatcher.start()
        for story in (*stories, worker):
            story.wait_until_seen()
        for story in stories:
            run = story.run()
            assert (run["state"]["type"], run["state"]["name"]) == ("PAUSED", "Chờ cơ quan xử lý")
            assert "Running" not in couriers.states(run["id"])
        assert "Running" in couriers.states(worker.run()["id"])
        assert worker.state.step_status("issue_insurance_card") == "completed"
        log = couriers.dispatcher.log
        wait_until(lambda: _is_closed_again(log), within=60, what="it is closed again", log=log)
        another = CourierStory(couriers).received().asked()
        another.wait_until_seen()
        another.handed_in().wait_until_seen()
        assert couriers.states(another.run()["id"])[-2:] == ["Running", "Chờ cơ quan xử lý"]


def _is_closed_again(log: Path) -> bool:
    told = [json.loads(line) for line in log.read_text().splitlines() if '"valve"' in line]
    return bool(told) and told[-1]["open"] is False
