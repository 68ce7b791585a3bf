"""A dispatcher hangs with a case in its hands (SIGSTOP); another takes over; when the first goes on it does no harm."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until
from tests.support.running_product import Part, as_environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

LEASE_SECONDS = 4
CARD = "issue_insurance_card"


@pytest.fixture
def couriers(tmp_path: Path, prefect_server: PrefectServer) -> Iterator[Couriers]:
    running = Couriers(tmp_path, prefect_server)
    try:
        running.standin.start()
        yield running
    finally:
        running.end()


@pytest.fixture
def hanging(couriers: Couriers) -> Iterator[Part]:
    part = dispatcher(couriers, "hanging")
    yield part
    part.kill()


@pytest.fixture
def other(couriers: Couriers) -> Iterator[Part]:
    part = dispatcher(couriers, "other")
    yield part
    part.kill()


def dispatcher(couriers: Couriers, name: str) -> Part:
    environment = {**couriers.prefect.client_environment(), **as_environment(couriers.settings)}
    log = couriers.home / f"{name}.log"
    return Part("tests.support.short_lease_dispatcher", [name, str(LEASE_SECONDS)], environment, log, "")


def test_another_goes_on_and_the_first_does_no_harm(couriers: Couriers, hanging: Part, other: Part) -> None:
    """It hangs while the agency thinks. The other brings the case to its end; then the first gets its answer."""
    couriers.behave("slow=3")
    hanging.start()
    story = CourierStory(couriers).received().born()
    wait_until(lambda: couriers.statistics()["unanswered"] == 1, within=90, what="the agency thinks", log=hanging.log)
    hanging.send(signal.SIGSTOP)
    other.start()
    wait_until(lambda: story.state.steps[CARD].status == "completed", within=90, what="the card", log=other.log)
    story.resident()
    ended = story.wait_for("Đã giải quyết xong", within=90)
    wait_until(lambda: couriers.product.wakes.lag() == 0, within=60, what="all is seen", log=other.log)
    before, states = story.history(), couriers.states(ended["id"])
    hanging.send(signal.SIGCONT)
    # What it began it ends, and finds that the case is another's; the case is entered once more, to be sure.
    wait_until(
        lambda: '"entered_without_lease"' in hanging.log.read_text(), within=60, what="it notices", log=hanging.log
    )
    wait_until(lambda: couriers.product.wakes.lag() == 0, within=60, what="all is seen again", log=other.log)
    assert story.history() == before
    assert story.kinds().count("step_completed") == 3
    assert couriers.statistics()["distinct_keys"] == 1, "asked again, with the same key"
    run = story.run()
    assert (run["id"], run["state"]["type"]) == (ended["id"], "COMPLETED")
    assert [name for name in couriers.states(run["id"])[len(states) :] if name not in HARMLESS] == []


HARMLESS = frozenset({"Đã giải quyết xong", "Running", "Pending", "Scheduled", "Late"})
"""It is entered once more and ends as it had ended; it never waits for anybody again."""
