"""A case stays with the dispatcher that enters it, however long an agency thinks; nobody else enters it meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.courier_story import Couriers, CourierStory
from tests.support.dispatcher_here import serving
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]

LEASE_SECONDS = 2


def test_nobody_else_gets_a_case_that_is_being_entered(tmp_path: Path, prefect_server: PrefectServer) -> None:
    couriers = Couriers(tmp_path, prefect_server)
    wakes, clock = couriers.product.wakes, couriers.product.clock
    taken_by_another: list[str] = []
    try:
        couriers.standin.start()
        couriers.behave(f"slow={3 * LEASE_SECONDS}")
        with serving(couriers.product, LEASE_SECONDS):
            story = CourierStory(couriers).received().born()
            wait_until(lambda: couriers.statistics()["unanswered"] == 1, within=60, what="the agency thinks")

            def answered() -> bool:
                taken_by_another.extend(wake.case_id for wake in wakes.lease("second", clock.now(), 60, 10))
                return bool(couriers.statistics()["accepted"])

            wait_until(answered, within=60, what="the agency has answered")
            assert taken_by_another == []
            story.wait_until_seen()
        assert couriers.statistics()["calls"] == 1
        assert story.kinds().count("step_completed") == 2
    finally:
        couriers.end()
