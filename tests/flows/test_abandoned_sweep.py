"""A sweep that was killed stands as `Running` in Prefect for ever: the reconciler ends it, and leaves what is young or ours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prefect.client.schemas.objects import FlowRun

from flows.advance_case import handle_case
from flows.engine_entry import shared_clients
from flows.flow_runs import FlowRuns
from flows.names import ABANDONED, SWEEP_FLOW
from flows.reconcile import ABANDONED_AFTER, Reconciled, Reconciler
from flows.sweep_cases import sweep_cases
from tests.support.clocks import Standing
from tests.support.courier_story import Couriers
from tests.support.prefect_server import PrefectServer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


@pytest.fixture
def prefect_server(private_prefect_server: PrefectServer) -> PrefectServer:
    return private_prefect_server


@pytest.fixture
def couriers(tmp_path: Path, prefect_server: PrefectServer) -> Iterator[Couriers]:
    """No processes: nobody executes what was begun."""
    idle = Couriers(tmp_path, prefect_server)
    yield idle
    idle.end()


def test_a_killed_sweep_is_ended(couriers: Couriers) -> None:
    dead, ended, ours = asyncio.run(_killed(couriers))
    assert [found.abandoned for found in ended] == [0, 2, 0]
    assert [couriers.states(run)[-1] for run in dead] == [ABANDONED, ABANDONED]
    assert ours == 0


async def _killed(couriers: Couriers) -> tuple[list[str], list[Reconciled], int]:
    """One died in the middle, one was asked to stop and nobody was there; looked at soon, late, and once more."""
    runs = FlowRuns(handle_case, (sweep_cases,))
    async with shared_clients():
        await runs.register()
        dead = [str(couriers.start_now(SWEEP_FLOW)["id"]) for _ in range(2)]
        for run, state in ((dead[0], "RUNNING"), (dead[1], "RUNNING"), (dead[1], "CANCELLING")):
            wanted = {"type": state, "name": state.title()}
            couriers.ask_prefect(f"/flow_runs/{run}/set_state", state=wanted, force=True)
        found = [await _reconciled(couriers, runs, after) for after in (timedelta(minutes=50), ABANDONED_AFTER * 2)]
        found.append(await _reconciled(couriers, runs, ABANDONED_AFTER * 2))
        return dead, found, len(await _executed_here(couriers, runs))


async def _reconciled(couriers: Couriers, runs: FlowRuns, after: timedelta) -> Reconciled:
    product = couriers.product
    clock = Standing(product.clock.now() + after)
    return await Reconciler(runs, product.wakes, product.queries, clock).run()


async def _executed_here(couriers: Couriers, runs: FlowRuns) -> list[FlowRun]:
    """Which runs are taken for abandoned from inside the body of a sweep."""
    seen: list[FlowRun] = []
    far = couriers.product.clock.now() + timedelta(days=1)

    async def looks(*_: object) -> None:
        seen.extend(await runs.abandoned(far))

    run_id = couriers.start_now(SWEEP_FLOW)["id"]
    [_, scheduled] = await runs.due(far)
    [run] = [one for one in scheduled if str(one.id) == str(run_id)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("flows.flow_runs.enter", looks)
        await runs.enter_scheduled(run)
    return seen
