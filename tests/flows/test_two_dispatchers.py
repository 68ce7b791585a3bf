"""Two dispatchers over one ledger: each case is entered by one of them at a time, and has one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.courier_story import CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_two_share_the_work(tmp_path: Path, prefect_server: PrefectServer) -> None:
    with running_couriers(tmp_path, prefect_server) as couriers:
        second = couriers.another_dispatcher()
        second.start()
        try:
            for log in (couriers.dispatcher.log, second.log):
                wait_until(lambda log=log: '"prefect_there"' in log.read_text(), within=60, what="it serves", log=log)
            # The agency thinks for so long that one dispatcher's four places are taken, and the other must help.
            couriers.behave("slow=2")
            stories = [CourierStory(couriers).received() for _ in range(8)]
            for story in stories:
                story.born()
            for story in stories:
                story.resident()
            wait_until(
                lambda: all(story.state.closed_at for story in stories) and couriers.product.wakes.lag() == 0,
                within=120,
                what="all cases have ended",
                log=couriers.dispatcher.log,
            )
        finally:
            second.kill()
        entered = [log.read_text().count('"entered"') for log in (couriers.dispatcher.log, second.log)]
        assert all(entered), f"both dispatchers had a part in it: {entered}"
        assert {story.wait_for("Đã giải quyết xong")["state"]["type"] for story in stories} == {"COMPLETED"}
        assert [story.kinds().count("case_completed") for story in stories] == [1] * len(stories)
        assert couriers.statistics()["distinct_keys"] == len(stories)
