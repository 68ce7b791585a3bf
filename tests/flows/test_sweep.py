"""What the passage of time calls for: terms of supplements end, rows name their next due instant; twice is as once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.core.rungs import RungKind
from engine.service.sweep import SweepReport
from engine.wiring import build
from flows.names import SWEEP_FLOW
from tests.support.clocks import Standing
from tests.support.courier_story import Couriers, CourierStory, running_couriers
from tests.support.prefect_server import PrefectServer
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def couriers(tmp_path: Path, prefect_server: PrefectServer) -> Iterator[Couriers]:
    """Without processes: the ledger alone."""
    idle = Couriers(tmp_path, prefect_server)
    yield idle
    idle.end()


def test_a_supplement_that_did_not_come_stops_the_case(couriers: Couriers) -> None:
    story = CourierStory(couriers).backdated(days=60).received().asked()
    asked_at = couriers.product.ledger.history(story.case_id)[-1].recorded_at
    wait_until(lambda: couriers.product.clock.now() > asked_at, within=30, what="the second of the last act is over")
    swept = couriers.product.sweep.run()
    assert (swept.looked_at, swept.expired, swept.failed) == (1, 1, 0)
    assert story.kinds()[-2:] == ["supplement_expired", "case_stopped"]
    assert story.state.closing_reason == "supplement_not_handed_in"
    assert couriers.product.sweep.run() == SweepReport()


def test_a_clock_that_ran_out_is_no_event(couriers: Couriers) -> None:
    story = CourierStory(couriers).received()
    row = couriers.product.queries.find_case(story.case_id)
    assert row is not None
    assert row.look_at is not None
    before = story.kinds()
    later = build(couriers.settings, Standing(row.look_at + timedelta(seconds=1)))
    assert later.sweep.run() == SweepReport(looked_at=1, refreshed=1, told=1, late_seconds=1)
    (told,) = later.sweep_book.notices_of(story.case_id)
    assert (told.rung.kind, told.rung.at) == (RungKind.DUE_SOON, row.look_at)
    looked = later.queries.find_case(story.case_id)
    assert looked is not None
    assert looked.look_at is None or looked.look_at > row.look_at
    assert later.sweep.run() == SweepReport()
    assert story.kinds() == before
    later.close()


def test_two_sweeps_at_once(couriers: Couriers) -> None:
    stories = [CourierStory(couriers).backdated(days=60).received().asked() for _ in range(6)]
    sweeps = [threading.Thread(target=build(couriers.settings).sweep.run) for _ in range(2)]
    for sweep in sweeps:
        sweep.start()
    for sweep in sweeps:
        sweep.join()
    assert [story.kinds().count("supplement_expired") for story in stories] == [1] * 6


def test_prefect_schedules_it_and_shows_the_end(tmp_path: Path, prefect_server: PrefectServer) -> None:
    with running_couriers(tmp_path, prefect_server) as running:
        story = CourierStory(running).backdated(days=60).received().asked()
        ended = story.wait_for("Dừng giải quyết", within=150)
        assert ended["state"]["type"] == "COMPLETED"
        of_sweep = {"state": {"type": {"any_": ["COMPLETED"]}}}

        def scheduled_sweeps() -> list[str]:
            runs = running.ask_prefect("/flow_runs/filter", flows={"name": {"any_": [SWEEP_FLOW]}}, flow_runs=of_sweep)
            return [run["state"]["message"] for run in runs if run["auto_scheduled"]]

        wait_until(
            lambda: any(", 1 hết hạn bổ sung" in message for message in scheduled_sweeps()),
            within=60,
            what="the sweep that Prefect scheduled tells what it found",
            log=running.dispatcher.log,
        )
        assert story.kinds()[-1] == "case_stopped"
