"""A dispatcher's hold on a case: for a minute, and renewed for as long as the case is being entered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from time import monotonic

import structlog

from engine.core.identifiers import CaseId
from engine.service.executed_runs import LEASE_SECONDS
from engine.service.executor_ports import WakeQueue
from engine.service.ports import Clock

__all__ = ["LEASE_SECONDS", "kept", "kept_turn"]

RENEWALS_IN_A_LEASE = 3
"""Two renewals may fail, with the database away for a moment, before the hold is lost."""

Renew = Callable[[datetime, int], bool]
"""From this instant on, for so many seconds; false: somebody else may have it by now."""

log = structlog.get_logger()


class Hold:
    """What is known of a hold without asking; a process that was stopped for a while cannot count on it any more."""

    def __init__(self, renew: Renew, clock: Clock, seconds: int, **what: str) -> None:
        self._ask = renew
        self._clock = clock
        self._what = what
        self._seconds = seconds
        self._since = monotonic()

    async def is_kept(self) -> bool:
        """Asked of the ledger only when the last renewal is older than it should be."""
        if monotonic() - self._since < self._seconds * 2 / RENEWALS_IN_A_LEASE:
            return True
        return await self.renewed()

    async def renewed(self) -> bool:
        asked = monotonic()
        held = await asyncio.to_thread(self._ask, self._clock.now(), self._seconds)
        if held:
            self._since = asked
        return held

    async def keep(self) -> None:
        """Renews it until it is cancelled, or lost."""
        while True:
            await asyncio.sleep(self._seconds / RENEWALS_IN_A_LEASE)
            try:
                held = await self.renewed()
            except Exception:
                log.exception("lease_not_renewed", **self._what)
                continue
            if not held:
                # It was away for longer than a lease. The ledger takes the same answer once, whoever records it.
                log.warning("lease_lost", **self._what)
                return


@asynccontextmanager
async def kept(wakes: WakeQueue, clock: Clock, case_id: CaseId, owner: str, seconds: int) -> AsyncIterator[Hold]:
    """Inside, nobody else gets the case, however long its agencies think about their answers."""
    async with _kept(Hold(partial(wakes.renew, case_id, owner), clock, seconds, case=case_id)) as hold:
        yield hold


@asynccontextmanager
async def kept_turn(renew: Renew, clock: Clock, flow: str, seconds: int) -> AsyncIterator[Hold]:
    """Inside, no other dispatcher executes the scheduled flow, however long it takes."""
    async with _kept(Hold(renew, clock, seconds, flow=flow)) as hold:
        yield hold


@asynccontextmanager
async def _kept(hold: Hold) -> AsyncIterator[Hold]:
    keeping = asyncio.create_task(hold.keep())
    try:
        yield hold
    finally:
        keeping.cancel()
        # A renewal on its way ends first: after a mark it would find no lease of ours, and do nothing.
        await asyncio.wait([keeping])
