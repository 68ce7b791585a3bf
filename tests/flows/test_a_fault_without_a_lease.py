"""A fault in the body of who was away for longer than his lease: the run's state is another's to tell by then."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from engine.core.errors import TablesMissing
from engine.core.identifiers import CaseId
from engine.settings import Settings
from engine.wiring import build
from flows.advance_case import handle_case
from flows.engine_entry import shared_clients, suspended
from flows.flow_runs import FlowRuns
from flows.reconcile import Reconciler
from flows.runtime import IsHeld, Runtime, always, noting, serving
from tests.support.courier_story import Couriers, CourierStory
from tests.support.prefect_server import PrefectServer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("talking_to_prefect")]


async def never() -> bool:
    return False


async def nobody_answers() -> bool:
    raise ConnectionError("the ledger is away")


@pytest.mark.parametrize(
    ("is_held", "state"),
    [(always, "FAILED"), (never, "RUNNING"), (nobody_answers, "RUNNING")],
    ids=["held", "lost", "nobody_can_be_asked"],
)
def test_only_who_holds_the_case_says_that_its_run_failed(
    tmp_path: Path, prefect_server: PrefectServer, is_held: IsHeld, state: str
) -> None:
    couriers = Couriers(tmp_path / "town", prefect_server)
    try:
        story = CourierStory(couriers).received()
        fault = asyncio.run(_enter_over_no_ledger(couriers, story.case_id, is_held, tmp_path / "elsewhere"))
        assert isinstance(fault, TablesMissing) == (state == "RUNNING"), "told to the dispatcher, if not by the state"
        assert story.run()["state"]["type"] == state
    finally:
        couriers.end()


async def _enter_over_no_ledger(
    couriers: Couriers, case_id: CaseId, is_held: IsHeld, elsewhere: Path
) -> Exception | None:
    """The body looks for its case where there are no tables: a fault that no agency's answer could be."""
    settings = Settings(data_dir=elsewhere, prefect_api_url=couriers.prefect.api_url)
    product, empty = couriers.product, build(settings)
    runs = FlowRuns(handle_case, ())
    reconciler = Reconciler(runs, product.wakes, product.queries, product.clock)
    runtime = Runtime(
        empty.executor, product.sweep, product.papers, product.wakes, product.queries, product.clock, runs, reconciler
    )
    try:
        async with shared_clients():
            await runs.register()
            run = await runs.create(case_id, "H99-1", (), suspended("Chờ giấy tờ", "từ 10:00"))
            product.wakes.remember_run(case_id, str(run.id))
            with serving(runtime), noting(UUID(str(run.id)), None, is_held) as entry:
                await runs.enter_case(run.id, case_id, "H99-1")
        return entry.fault
    finally:
        empty.close()
