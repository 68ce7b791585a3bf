"""The life of one case as Prefect executes it: do what machines must do, then wait, suspended, for people and papers."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed

from engine.core.errors import CommandRefused
from engine.core.execution import AutomaticWork
from engine.core.identifiers import CaseId
from engine.service.execute_case import CaseLook
from engine.service.spans import span
from flows.engine_entry import Nowhere, leave, run_task, suspend
from flows.names import AGENCY_TASK, CASE_FLOW
from flows.runtime import entry, runtime

PAUSES_BETWEEN_TRIES = (1, 3)
"""Seconds. A system that is still away then is left alone for longer, and the case is suspended meanwhile."""


@flow(name=CASE_FLOW, persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def handle_case(case_id: CaseId) -> State[Any]:
    """Entered anew for each change: everything that it must know, it reads from the ledger."""
    try:
        return await advance(case_id)
    except Exception as fault:
        # Cut off for longer than the lease: the state of the run is another's to tell, also when ours ends in a fault.
        if await is_surely_ours():
            raise
        entry().fault = fault
        leave()


async def advance(case_id: CaseId) -> State[Any]:
    """Does what machines must do; ends, or suspends the run under what the case waits for."""
    case = await first_look(case_id)
    while case.automatic_work:
        await asyncio.gather(*(carry_out(work) for work in case.automatic_work))
        case = await look(case_id)
    if not await entry().is_held():
        leave()
    await runtime().runs.publish(entry().run_id, case_id, case.dossier_code, case.report)
    if case.ended:
        return Completed(name=case.ending_name, message=case.dossier_code)
    return await suspend(case.waiting_name, case.message)


async def is_surely_ours() -> bool:
    """False also if nobody can be asked."""
    try:
        return await entry().is_held()
    except Exception:
        return False


async def first_look(case_id: CaseId) -> CaseLook:
    """What the dispatcher has just seen, for which it enters; it holds the case, and what came since wakes anew."""
    seen = entry().begins_with
    return noted(seen) if seen is not None else await look(case_id)


async def look(case_id: CaseId) -> CaseLook:
    """The case as it is now."""
    return noted(await asyncio.to_thread(runtime().executor.look, case_id))


def noted(case: CaseLook) -> CaseLook:
    """What was seen is noted for the dispatcher."""
    entry().version, entry().again_at = case.version, case.again_at
    return case


async def carry_out(work: AutomaticWork) -> None:
    """No answer, however often asked, ends neither the run nor the step: the ledger is told when to ask again."""
    with span("automatic work", case=work.case_id, step=work.step):
        asked = await run_task(call_agency, work=work)
        if asked.is_completed():
            return
        await asyncio.to_thread(runtime().executor.record_fault, work, asked.message or "")


def _is_worth_another_try(_: object, __: TaskRun, state: State[Any]) -> bool:
    """An answer that the ledger does not take stays the same answer: it is for the agency to mend."""
    return not isinstance(state.data, CommandRefused)


@task(
    name=AGENCY_TASK,
    task_run_name="{work.step}",
    retries=len(PAUSES_BETWEEN_TRIES),
    retry_delay_seconds=list(PAUSES_BETWEEN_TRIES),
    retry_condition_fn=_is_worth_another_try,
    timeout_seconds=20,
    persist_result=False,
    cache_policy=NO_CACHE,
)
async def call_agency(work: AutomaticWork) -> None:
    """Asks the agency's own system, and records what it said. Twice is as once: the work and the answer have keys."""
    executor = runtime().executor
    answer = await executor.ask(work)
    await asyncio.to_thread(executor.record_answer, work, answer)
