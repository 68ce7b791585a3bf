"""A dispatcher's hold on a case: for a minute, and renewed for as long as the case is being entered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from engine.core.identifiers import CaseId
from engine.service.executed_runs import LEASE_SECONDS
from engine.service.executor_ports import WakeQueue
from engine.service.ports import Clock

__all__ = ["LEASE_SECONDS", "kept"]

RENEWALS_IN_A_LEASE = 3
"""Two renewals may fail, with the database away for a moment, before the hold is lost."""

log = structlog.get_logger()


@asynccontextmanager
async def kept(wakes: WakeQueue, clock: Clock, case_id: CaseId, owner: str, seconds: int) -> AsyncIterator[None]:
    """Inside, nobody else gets the case, however long its agencies think about their answers."""
    keeping = asyncio.create_task(_keep(wakes, clock, case_id, owner, seconds))
    try:
        yield
    finally:
        keeping.cancel()
        # A renewal on its way ends first: after a mark it would find no lease of ours, and do nothing.
        await asyncio.wait([keeping])


async def _keep(wakes: WakeQueue, clock: Clock, case_id: CaseId, owner: str, seconds: int) -> None:
    while True:
        await asyncio.sleep(seconds / RENEWALS_IN_A_LEASE)
        try:
            held = await asyncio.to_thread(wakes.renew, case_id, owner, clock.now(), seconds)
        except Exception:
            log.exception("lease_not_renewed", case=case_id)
            continue
        if not held:
            # It was away for longer than a lease. The ledger takes the same answer once, whoever records it.
            log.warning("lease_lost", case=case_id)
            return
