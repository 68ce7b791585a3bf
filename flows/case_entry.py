"""One case and its one flow run: made when there is none, entered, or only shown."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID

from engine.core.identifiers import CaseId
from engine.service.execute_case import CaseLook
from engine.service.executor_ports import Wake
from engine.service.fault_points import FaultPoint, reached
from flows.engine_entry import EntryRefused, suspended
from flows.flow_runs import RunLost
from flows.runtime import IsHeld, Runtime, always, noting


class BodyFailed(Exception):
    """The flow's body did not come to its end; Prefect shows the run as failed, and it is entered again later."""


class CaseEntry:
    """For whoever holds the lease of the case."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def enter(self, wake: Wake, is_held: IsHeld = always) -> tuple[int, datetime | None]:
        """Executes the case's flow; returns the version that its body saw, never a later one, and when to come again."""
        name = str(wake.dossier_code)
        try:
            return await self._execute(await self._run_of(wake.case_id, wake.flow_run_id), wake.case_id, name, is_held)
        except RunLost:
            # Deleted in Prefect's pages, or with Prefect's database: made anew from the ledger.
            if not await self._runtime.runs.are_known():
                await self._runtime.runs.register()
            return await self._execute(await self._run_of(wake.case_id, None), wake.case_id, name, is_held)
        except EntryRefused:
            # Being cancelled, for one: somebody stopped it while it ran, and nobody is there to end it.
            run_id = await self._run_of(wake.case_id, wake.flow_run_id)
            await self._runtime.runs.make_enterable(run_id)
            return await self._execute(run_id, wake.case_id, name, is_held)

    async def show(self, wake: Wake) -> int:
        """Brings the message under which the case waits up to date; returns the version that is shown now."""
        case = await self._look(wake.case_id)
        try:
            run = await self._runtime.runs.read(UUID(wake.flow_run_id))
        except RunLost:
            await asyncio.to_thread(self._runtime.wakes.wake_again, wake.case_id)
            return case.version
        if run.state is None or not run.state.is_paused():
            await asyncio.to_thread(self._runtime.wakes.wake_again, wake.case_id)
        elif (run.state.name, run.state.message) != (case.waiting_name, case.message):
            await self._runtime.runs.force(run.id, suspended(case.waiting_name, case.message))
            reached(FaultPoint.STATE_SHOWN, wake.case_id)
        return case.version

    async def _execute(self, run_id: UUID, case_id: CaseId, name: str, is_held: IsHeld) -> tuple[int, datetime | None]:
        with noting(is_held) as entry:
            state = await self._runtime.runs.enter_case(run_id, case_id, name)
        if not (state.is_paused() or state.is_completed()):
            raise BodyFailed(f"{state.name}: {state.message}")
        if entry.version is None:
            raise EntryRefused(f"the run {name} stands at {state.name} and was not entered")
        return entry.version, entry.again_at

    async def _run_of(self, case_id: CaseId, known: str | None) -> UUID:
        if known is not None:
            return UUID(known)
        case = await self._look(case_id)
        tags = (case.procedure, f"{case.procedure}@{case.procedure_version}")
        run_id = await self._runtime.runs.create(case_id, case.dossier_code, tags)
        reached(FaultPoint.RUN_CREATED, case_id)
        await asyncio.to_thread(self._runtime.wakes.remember_run, case_id, str(run_id))
        reached(FaultPoint.RUN_REMEMBERED, case_id)
        return run_id

    async def _look(self, case_id: CaseId) -> CaseLook:
        return await asyncio.to_thread(self._runtime.executor.look, case_id)
