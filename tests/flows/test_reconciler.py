"""What a crash leaves: a run that is `Running` for ever. Nobody holds the case any more; it is entered again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.service.executor_ports import Wake
from flows.advance_case import handle_case
from flows.case_entry import CaseEntry, How, Taken
from flows.engine_entry import shared_clients
from flows.flow_runs import FlowRuns
from flows.lease import LEASE_SECONDS
from flows.reconcile import Reconciled, Reconciler
from flows.runtime import Runtime, serving
from tests.support.clocks import Standing
from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


@pytest.fixture
def couriers(tmp_path: Path, prefect_server: PrefectServer) -> Iterator[Couriers]:
    """No processes: the case is entered here."""
    idle = Couriers(tmp_path, prefect_server)
    yield idle
    idle.end()


def test_a_run_that_nobody_executes_is_entered_again(couriers: Couriers) -> None:
    story = CourierStory(couriers).received()
    found = asyncio.run(_crash(couriers, story))
    assert [reconciled.stopped for reconciled in found] == [0, 1]
    [wake] = _leased(couriers)
    assert (wake.case_id, wake.flow_run_id) == (story.case_id, story.run()["id"])
    assert story.kinds() == ["case_submitted", "case_received", "step_opened", "step_not_needed"]


async def _crash(couriers: Couriers, story: CourierStory) -> list[Reconciled]:
    """Entered and suspended; then left as `Running`. Compared at once, and when no lease can be left of it."""
    product = couriers.product
    runs = FlowRuns(handle_case, ())
    soon, later = (
        Reconciler(runs, product.wakes, product.queries, Standing(product.clock.now() + timedelta(seconds=seconds)))
        for seconds in (1, LEASE_SECONDS + 30)
    )
    runtime = Runtime(
        product.executor,
        product.sweep,
        product.papers,
        product.wakes,
        product.queries,
        product.clock,
        runs,
        reconciler=soon,
    )
    async with shared_clients():
        await runs.register()
        with serving(runtime):
            [wake] = _leased(couriers)
            taken = await CaseEntry(runtime).take(wake)
        assert taken == Taken(story.state.version, None, How.SHOWN)
        product.wakes.mark_seen(wake.case_id, "test", taken.version)
        assert product.wakes.lag() == 0
        couriers.ask_prefect(
            f"/flow_runs/{story.run()['id']}/set_state", state={"type": "RUNNING", "name": "Running"}, force=True
        )
        return [await soon.run(), await later.run()]


def _leased(couriers: Couriers) -> list[Wake]:
    return list(couriers.product.wakes.lease("test", couriers.product.clock.now(), 60, 10))
