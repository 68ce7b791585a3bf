"""SIGTERM to a dispatcher whose agency thinks for too long: it goes, and another has the case at once, not after a lease."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest

from tests.support.courier_story import CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import LOOPBACK, free_port, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CARD = "issue_insurance_card"


def test_what_it_cannot_finish_another_takes_at_once(tmp_path: Path, prefect_server: PrefectServer) -> None:
    port = free_port()
    watched = {"dispatcher_finish_seconds": 1, "dispatcher_operations_port": port}
    with running_couriers(tmp_path, prefect_server, **watched) as couriers:
        couriers.behave("slow=30")
        story = CourierStory(couriers).received().born()
        wait_until(
            lambda: couriers.statistics()["unanswered"] == 1, within=60, what="the agency thinks",
            log=couriers.dispatcher.log,
        )  # fmt: skip
        assert _ready(port) == (200, "ready")
        wakes, clock = couriers.product.wakes, couriers.product.clock
        assert wakes.lease("another", clock.now(), 60, 10) == (), "it is held"
        couriers.dispatcher.send(signal.SIGTERM)
        assert couriers.dispatcher.exit_code(within=29) == 0
        taken = wakes.lease("another", clock.now(), 60, 10)
        assert [wake.case_id for wake in taken] == [story.case_id]
        wakes.end_leases("another")
        couriers.behave("accept")
        couriers.dispatcher.start()
        wait_until(
            lambda: story.state.steps[CARD].status == "completed", within=60, what="the card is issued",
            log=couriers.dispatcher.log,
        )  # fmt: skip
        story.wait_until_seen()
        assert story.run()["state"]["type"] == "PAUSED"
        assert story.kinds().count("step_completed") == 2
        assert couriers.statistics()["distinct_keys"] == 1


def test_without_prefect_it_is_alive_and_not_ready(tmp_path: Path, private_prefect_server: PrefectServer) -> None:
    port = free_port()
    with running_couriers(tmp_path, private_prefect_server, dispatcher_operations_port=port) as couriers:
        log = couriers.dispatcher.log
        wait_until(lambda: _ready(port) == (200, "ready"), within=60, what="it is ready", log=log)
        CourierStory(couriers).received().wait_until_seen()
        figures = httpx.get(f"http://{LOOPBACK}:{port}/metrics", trust_env=False, timeout=120).text
        assert 'lienthong_entry_seconds_count{outcome="shown"} 1.0' in figures
        private_prefect_server.kill()
        wait_until(
            lambda: _ready(port) == (503, "prefect_away"), within=60, what="it tells that Prefect is away", log=log
        )
        assert httpx.get(f"http://{LOOPBACK}:{port}/health", trust_env=False, timeout=120).json() == {"status": "alive"}


def _ready(port: int) -> tuple[int, str]:
    """The status, and what the dispatcher says of itself; 0 while its port is not open yet."""
    try:
        answer = httpx.get(f"http://{LOOPBACK}:{port}/ready", trust_env=False, timeout=10)
    except httpx.TransportError:
        return 0, ""
    return answer.status_code, str(answer.json()["status"])
