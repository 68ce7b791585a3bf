"""Statutory papers as Prefect makes them, every minute: what events have caused since, in batches, each a task."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.core.errors import LedgerAway, StorageFull
from engine.service.paper_ports import DuePaper
from engine.service.spans import span
from flows.engine_entry import Nowhere, run_task
from flows.names import PAPER_FLOW, PAPER_TASK
from flows.runtime import runtime

log = structlog.get_logger(__name__)
BATCH = 50


@flow(name=PAPER_FLOW, persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def print_papers() -> State[Any]:
    """A paper that could not be made stays due, and keeps no other back; the next run tries it again."""
    made, failed, after = 0, 0, None
    while not runtime().stopping.is_set() and (batch := await asyncio.to_thread(runtime().papers.due, BATCH, after)):
        after = batch[-1]
        done = await run_task(make_batch, batch=batch)
        if not done.is_completed():
            return done
        unmade = await done.aresult()
        made, failed = made + len(batch) - unmade, failed + unmade
    if failed:
        log.warning("papers_put_off", papers=failed)
    return Completed(message=f"{made} giấy tờ đã lập, {failed} lỗi")


@task(
    name=PAPER_TASK,
    retries=1,
    retry_delay_seconds=1,
    timeout_seconds=120,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def make_batch(batch: Sequence[DuePaper]) -> int:
    """Tells how many could not be made. Twice is as once: a paper that was made is the same paper."""
    return await asyncio.to_thread(_made, batch)


def _made(batch: Sequence[DuePaper]) -> int:
    failed = 0
    for due in batch:
        try:
            with span("paper", case=due.case_id, paper=due.name):
                runtime().papers.make(due.case_id, due.name)
        except (LedgerAway, StorageFull):  # nothing is wrong with the paper
            raise
        except Exception as error:  # whatever is wrong with one paper, the others are due
            failed += 1
            log.warning("paper_not_made", case=due.case_id, paper=due.name, error=type(error).__name__)
    return failed
