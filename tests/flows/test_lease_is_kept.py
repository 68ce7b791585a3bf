"""A case stays with the dispatcher that enters it, however long an agency thinks; nobody else enters it meanwhile."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.dispatcher import assembled
from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]

LEASE_SECONDS = 2


@contextmanager
def serving(couriers: Couriers) -> Iterator[None]:
    """A dispatcher of this very process whose leases are much shorter than the agency's thinking."""
    dispatcher = assembled(couriers.product, "first", LEASE_SECONDS)
    # Prefect's settings of this test live in the context; a thread of its own would begin without them.
    context = contextvars.copy_context()
    thread = threading.Thread(target=lambda: context.run(asyncio.run, dispatcher.run()))
    thread.start()
    try:
        yield
    finally:
        dispatcher.stop()
        thread.join(timeout=60)
        assert not thread.is_alive(), "the dispatcher did not end"


def test_nobody_else_gets_a_case_that_is_being_entered(tmp_path: Path, prefect_server: PrefectServer) -> None:
    couriers = Couriers(tmp_path, prefect_server)
    wakes, clock = couriers.product.wakes, couriers.product.clock
    taken_by_another: list[str] = []
    try:
        couriers.standin.start()
        couriers.behave(f"slow={3 * LEASE_SECONDS}")
        with serving(couriers):
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
