"""kill -9 of the dispatcher in mid-work, and Prefect's server away: the case ends the same, with no event twice."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CARD = "issue_insurance_card"
WHOLE_LIFE = [
    "case_submitted",
    "case_received",
    "step_opened",
    "step_not_needed",  # no support for the mother is asked for
    "step_completed",
    "step_opened",
    "step_opened",
    "step_completed",
    "step_completed",
    "step_not_needed",
    "case_completed",
]


@pytest.fixture
def couriers(tmp_path: Path, prefect_server: PrefectServer) -> Iterator[Couriers]:
    with running_couriers(tmp_path, prefect_server) as running:
        yield running


def test_killed_while_the_agency_is_thinking(couriers: Couriers) -> None:
    couriers.behave("slow=3")
    story = CourierStory(couriers).received().born()
    wait_until(
        lambda: couriers.statistics()["distinct_keys"] == 1,
        within=150,
        what="the agency has the work",
        log=couriers.dispatcher.log,
    )
    couriers.dispatcher.kill()
    assert story.state.steps[CARD].status == "open"
    couriers.behave("accept")
    couriers.dispatcher.start()
    # Its leases come back to it at once: the name is the one it had.
    story.wait_until_seen(within=45)
    story.resident()
    assert story.wait_for("Đã giải quyết xong")["state"]["type"] == "COMPLETED"
    assert story.kinds() == WHOLE_LIFE
    assert couriers.statistics()["distinct_keys"] == 1
    assert couriers.states(story.run()["id"])[-1] == "Đã giải quyết xong"


def test_killed_at_once_after_each_act(couriers: Couriers) -> None:
    story = CourierStory(couriers).received()
    for act in (story.born, story.resident):
        couriers.dispatcher.kill()
        act()
        couriers.dispatcher.start()
    wait_until(lambda: story.state.closed_at is not None, within=90, what="the case ends", log=couriers.dispatcher.log)
    assert story.wait_for("Đã giải quyết xong")["state"]["type"] == "COMPLETED"
    assert sorted(story.kinds()) == sorted(WHOLE_LIFE)


def test_it_ends_gracefully(couriers: Couriers) -> None:
    """SIGTERM in mid-work: what is begun is finished and told, nothing new is begun."""
    couriers.behave("slow=2")
    story = CourierStory(couriers).received().born()
    wait_until(
        lambda: couriers.statistics()["distinct_keys"] == 1,
        within=150,
        what="the agency has the work",
        log=couriers.dispatcher.log,
    )
    assert couriers.dispatcher.ended_by(signal.SIGTERM) == 0
    assert story.state.steps[CARD].status == "completed"
    run = story.run()
    assert run["state"]["type"] == "PAUSED"
    assert "Crashed" not in couriers.states(run["id"])


def test_prefect_away(tmp_path: Path, private_prefect_server: PrefectServer) -> None:
    with running_couriers(tmp_path, private_prefect_server) as couriers:
        begun = CourierStory(couriers).received()
        begun.wait_for("Chờ cơ quan xử lý")
        private_prefect_server.kill()
        with pytest.raises(httpx.TransportError):
            couriers.runs(begun.case_id)
        begun.asked().handed_in().born().resident()
        fresh = CourierStory(couriers).received()
        assert begun.state.steps["register_residence"].status == "completed"
        assert couriers.product.wakes.lag() == 2
        private_prefect_server.start()
        assert begun.wait_for("Đã giải quyết xong", within=120)["state"]["type"] == "COMPLETED"
        assert fresh.wait_for("Chờ cơ quan xử lý", within=120)["state"]["type"] == "PAUSED"
        wait_until(lambda: couriers.product.wakes.lag() == 0, within=60, what="caught up", log=couriers.dispatcher.log)
