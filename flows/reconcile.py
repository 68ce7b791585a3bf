"""The reconciler: sets right what people do in Prefect's pages and what crashes leave; never changes the legal state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Completed

from engine.core.identifiers import CaseId
from engine.core.transitions import STEPS_MOVE_IN
from engine.service.executed_runs import BEING_ENTERED, ENDED_BY_SOMEBODY, hangs, lives
from engine.service.executor_ports import WakeQueue
from engine.service.ports import CaseQueries, CaseQuery, Clock, Page
from flows.engine_entry import Nowhere
from flows.flow_runs import FlowRuns
from flows.names import RECONCILE_FLOW
from flows.runtime import runtime

PAGES = 5
LOOK_AGAIN_SECONDS = 0.5
ABANDONED_AFTER = timedelta(hours=1)
"""A scheduled run takes seconds, after a long downtime minutes. What stands as begun for so long has lost its process."""
CASES_ON_A_PAGE = 200
"""Each pass looks whether Prefect still has the runs of so many open cases, and goes on from there the next time."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many cases are entered again, because their run was stopped, or lost; runs that belong to no case; and scheduled
    ones whose process died."""

    stopped: int = 0
    lost: int = 0
    stray: int = 0
    abandoned: int = 0


class Reconciler:
    """Compares Prefect's runs with the ledger; where they differ, the case is woken, and the ledger wins."""

    def __init__(self, runs: FlowRuns, wakes: WakeQueue, queries: CaseQueries, clock: Clock) -> None:
        self._runs = runs
        self._wakes = wakes
        self._queries = queries
        self._clock = clock
        self._after: str | None = None

    async def run(self, *, everywhere: bool = False) -> Reconciled:
        """One pass over everything that is stopped, and a part of what is open; or all of it, where all is lost."""
        now = self._clock.now()
        abandoned = await self._runs.abandoned(now - ABANDONED_AFTER)
        for run in abandoned:
            await self._runs.end_abandoned(run.id)
        ended = await self._runs.in_states(*map(StateType, ENDED_BY_SOMEBODY))
        entered = await self._runs.in_states(*map(StateType, BEING_ENTERED))
        hanging = [run for run in entered if hangs(_stands_since(run), now)]
        stopped = [await self.wake(run) for run in [*ended, *hanging]]
        lost = (
            [lost async for lost in self._lost_everywhere()]
            if everywhere
            else [await self._find_lost_runs() for _ in range(PAGES)]
        )
        return Reconciled(stopped.count(True), sum(lost), stopped.count(False), len(abandoned))

    async def wake(self, run: FlowRun) -> bool:
        """The case of this run is entered again; false if the ledger knows no case of it: then the run is called off."""
        case_id = await asyncio.to_thread(self._wakes.find_by_run, str(run.id))
        if case_id is not None:
            await asyncio.to_thread(self._wakes.wake_again, case_id)
            return True
        if await asyncio.to_thread(self._is_about_to_be_known, run):
            return True
        await self._runs.call_off(run.id, stray=True)
        return False

    def _is_about_to_be_known(self, run: FlowRun) -> bool:
        """A crash between the making of the run and its note in the ledger: the case is dirty, and makes it again."""
        execution = self._queries.find_execution(CaseId(str(run.idempotency_key)))
        return execution is not None and execution.flow_run_id is None

    async def _lost_everywhere(self) -> AsyncIterator[int]:
        """Page after page from the first to the last, each when the one before has been entered: news waits behind a page,
        not behind the whole country."""
        first, self._after = True, None
        while first or self._after is not None:
            first = False
            yield await self._find_lost_runs()
            while await asyncio.to_thread(self._wakes.lag) > CASES_ON_A_PAGE:
                await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _find_lost_runs(self) -> int:
        cases, self._after = await asyncio.to_thread(self._open_cases)
        missing = await self._without_living_run(cases)
        # Looked at twice, the ledger in between: a run may be made, or a case may end, while we compare.
        entered = [case for case in missing if await asyncio.to_thread(self._was_entered_while_open, case)]
        lost = await self._without_living_run(entered)
        for case in lost:
            await asyncio.to_thread(self._wakes.wake_again, case)
        return len(lost)

    async def _without_living_run(self, cases: Sequence[CaseId]) -> list[CaseId]:
        runs = await self._runs.of_cases(cases) if cases else {}
        return [case for case in cases if not lives(_state_of(runs.get(case)))]

    def _open_cases(self) -> tuple[Sequence[CaseId], str | None]:
        query = CaseQuery(status=STEPS_MOVE_IN, everything=True)
        rows, after = self._queries.list_cases(query, Page(limit=CASES_ON_A_PAGE, after=self._after))
        return [row.case_id for row in rows], after

    def _was_entered_while_open(self, case_id: CaseId) -> bool:
        """A case that has no run yet is dirty anyway; one that has ended since is entered for its end."""
        execution, row = self._queries.find_execution(case_id), self._queries.find_case(case_id)
        return bool(execution and execution.flow_run_id and row and row.closed_at is None)


@flow(name=RECONCILE_FLOW, persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def reconcile_runs() -> State[Any]:
    """Scheduled every minute; the dispatcher also does it when it starts, and when the server is back."""
    found = await runtime().reconciler.run()
    return Completed(
        message=f"{found.stopped} luồng bị dừng, {found.lost} luồng bị mất, {found.stray} ngoài sổ cái, "
        f"{found.abandoned} lượt định kỳ bị bỏ dở"
    )


def _state_of(run: FlowRun | None) -> str | None:
    return run.state_type.value if run is not None and run.state_type is not None else None


def _stands_since(run: FlowRun) -> datetime:
    assert run.state is not None, "a run in a state has one"
    return run.state.timestamp
