"""One case and its one flow run: made when there is none, entered when there is something to execute, else only shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from engine.core.identifiers import CaseId
from engine.service.execute_case import CaseLook
from engine.service.executor_ports import Wake
from engine.service.fault_points import FaultPoint, reached
from engine.service.spans import span
from flows.engine_entry import EntryRefused, suspended
from flows.flow_runs import RunLost
from flows.runtime import IsHeld, Runtime, always, noting


class BodyFailed(Exception):
    """The flow's body did not come to its end; Prefect shows the run as failed, and it is entered again later."""


class How(StrEnum):
    """What was done for a wake; monitoring counts them by these words."""

    ENTERED = "entered"
    SHOWN = "shown"
    HURRIED = "hurried"


@dataclass(frozen=True, slots=True)
class Taken:
    """A wake that was taken: the version that was seen, never a later one, and when to come again anyway."""

    version: int
    again_at: datetime | None
    how: How


class CaseEntry:
    """For whoever holds the lease of the case."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def take(self, wake: Wake, is_held: IsHeld = always, *, in_a_hurry: bool = False) -> Taken:
        """Lets Prefect see the case as it is now.

        Its flow is executed where there is work for machines, where the case goes on or has ended, and where its run must
        be set right. Else the body would find nothing to do and suspend the run under another name: that is done by one
        state, without the engine. In a hurry a case that goes on is shown in that way, too.
        """
        case = await self._look(wake)
        must = case.ended or bool(case.automatic_work) or (wake.seen_version == 0 and wake.flow_run_id is not None)
        if must or (case.goes_on and wake.seen_version > 0 and not in_a_hurry):
            return await self._enter(wake, case, is_held)
        if await is_held():
            await self._make_known(wake, case)
        return Taken(case.version, case.again_at, How.HURRIED if case.goes_on and in_a_hurry else How.SHOWN)

    async def show(self, wake: Wake) -> int:
        """Brings the message under which the case waits up to date; returns the version that is shown now."""
        case = await self._look(wake)
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

    async def _enter(self, wake: Wake, case: CaseLook, is_held: IsHeld) -> Taken:
        try:
            return await self._execute(await self._run_of(wake, case), wake, case, is_held)
        except RunLost:
            # Deleted in Prefect's pages, or with Prefect's database: made anew from the ledger.
            return await self._execute(await self._made_anew(wake.case_id, case), wake, None, is_held)
        except EntryRefused:
            # Being cancelled, for one: somebody stopped it while it ran, and nobody is there to end it.
            run_id = await self._run_of(wake, case)
            await self._runtime.runs.make_enterable(run_id)
            return await self._execute(run_id, wake, None, is_held)

    async def _execute(self, run_id: UUID, wake: Wake, seen: CaseLook | None, is_held: IsHeld) -> Taken:
        name = str(wake.dossier_code)
        with span("entry", case=wake.case_id), noting(run_id, seen, is_held) as entry:
            state = await self._runtime.runs.enter_case(run_id, wake.case_id, name)
        if entry.fault is not None:
            raise BodyFailed(str(entry.fault)) from entry.fault
        if not (state.is_paused() or state.is_completed()):
            raise BodyFailed(f"{state.name}: {state.message}")
        if entry.version is None:
            raise EntryRefused(f"the run {name} stands at {state.name} and was not entered")
        return Taken(entry.version, entry.again_at, How.ENTERED)

    async def _make_known(self, wake: Wake, case: CaseLook) -> None:
        """The run, suspended under the name of what the case waits for, with the table of its time limits."""
        runs = self._runtime.runs
        try:
            if wake.flow_run_id is None:
                run_id = await self._made(wake.case_id, case)
            else:
                run_id = UUID(wake.flow_run_id)
                await runs.force(run_id, suspended(case.waiting_name, case.message))
        except RunLost:
            run_id = await self._made_anew(wake.case_id, case)
        await runs.publish(run_id, wake.case_id, case.dossier_code, case.report)

    async def _run_of(self, wake: Wake, case: CaseLook) -> UUID:
        return UUID(wake.flow_run_id) if wake.flow_run_id is not None else await self._made(wake.case_id, case)

    async def _made(self, case_id: CaseId, case: CaseLook) -> UUID:
        """Made suspended; one that was made before a crash stands as it was left, and is brought to the same."""
        tags = (case.procedure, f"{case.procedure}@{case.procedure_version}")
        wanted = suspended(case.waiting_name, case.message)
        run = await self._runtime.runs.create(case_id, case.dossier_code, tags, wanted)
        reached(FaultPoint.RUN_CREATED, case_id)
        await asyncio.to_thread(self._runtime.wakes.remember_run, case_id, str(run.id))
        reached(FaultPoint.RUN_REMEMBERED, case_id)
        if run.state is None or (run.state.name, run.state.message) != (wanted.name, wanted.message):
            await self._runtime.runs.force(run.id, wanted)
        return run.id

    async def _made_anew(self, case_id: CaseId, case: CaseLook) -> UUID:
        if not await self._runtime.runs.are_known():
            await self._runtime.runs.register()
        return await self._made(case_id, case)

    async def _look(self, wake: Wake) -> CaseLook:
        with span("look", case=wake.case_id):
            return await asyncio.to_thread(self._runtime.executor.look, wake.case_id, wake.seen_version)
