"""Prefect's server is away: a term that ran out is noted all the same, by any dispatcher."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def test_a_supplement_that_did_not_come_is_noted_without_prefect(tmp_path: Path) -> None:
    couriers = Couriers(tmp_path, PrefectServer(tmp_path / "no-prefect"))  # never started
    try:
        story = CourierStory(couriers).backdated(days=60).received().asked()
        couriers.dispatcher.start()
        wait_until(
            lambda: story.kinds()[-1] == "case_stopped",
            within=180,
            what="the term is noted",
            log=couriers.dispatcher.log,
        )
        assert "swept_without_prefect" in couriers.dispatcher.log.read_text()
    finally:
        couriers.end()
