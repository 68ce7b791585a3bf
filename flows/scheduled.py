"""Scheduled flows: each is executed once at a time in the whole installation, and the next begins when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import structlog
from prefect.client.schemas.objects import FlowRun

from engine.service.executor_ports import FlowTurns
from flows.lease import kept_turn
from flows.runtime import Runtime

log = structlog.get_logger()

Begin = Callable[[Coroutine[Any, Any, None]], object]


class ScheduledFlows:
    """A run that comes while the one before is still at work stays due; of several that are due the newest is executed."""

    def __init__(self, runtime: Runtime, turns: FlowTurns, owner: str, seconds: int, begin: Begin) -> None:
        self._runtime = runtime
        self._turns = turns
        self._owner = owner
        self._seconds = seconds
        self._begin = begin
        self._at_work: dict[str, FlowRun] = {}
        self._told: dict[str, FlowRun] = {}

    async def take(self) -> None:
        """What a worker of Prefect would poll for: scheduled flows, and cases on which somebody pressed Resume."""
        runs = self._runtime.runs
        resumed, scheduled = await runs.due(self._runtime.clock.now())
        for run in resumed:
            await self._runtime.reconciler.wake(run)
        newest = {run.deployment_id: run for run in scheduled}
        for run in newest.values():
            self._take_one(runs.flow_name_of(run), run)
        in_hand = {run.id for run in self._at_work.values()}
        for run in scheduled:  # the newest does what they would have done
            if run is not newest[run.deployment_id] and run.id not in in_hand:
                await runs.call_off(run.id, stray=False)

    def _take_one(self, flow: str, run: FlowRun) -> None:
        if flow not in self._at_work:
            self._at_work[flow] = run
            self._begin(self._execute(flow, run))
        elif self._at_work[flow].id != run.id:
            self._tell_waiting(flow, run)

    def _tell_waiting(self, flow: str, run: FlowRun) -> None:
        if flow not in self._told or self._told[flow].id != run.id:
            self._told[flow] = run
            log.info("scheduled_run_waits", run=run.name, flow=flow)

    async def _execute(self, flow: str, run: FlowRun) -> None:
        try:
            clock, turns = self._runtime.clock, self._turns
            if not await asyncio.to_thread(turns.take, flow, self._owner, clock.now(), self._seconds):
                # Another dispatcher is at it; the run stays due, and is looked at again at the next poll.
                self._tell_waiting(flow, run)
                return
            try:
                async with kept_turn(partial(turns.renew, flow, self._owner), clock, flow, self._seconds):
                    state = await self._runtime.runs.enter_scheduled(run)
            finally:
                await asyncio.to_thread(turns.end, flow, self._owner)
            log.info("scheduled_run", run=run.name, state=state.name if state else "taken by another")
        finally:
            del self._at_work[flow]
