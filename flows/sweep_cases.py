"""The sweep as Prefect schedules it, every minute: what the mere passage of time calls for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.service.spans import span
from engine.service.sweep import Sweep, SweepReport
from flows.engine_entry import Nowhere
from flows.names import SWEEP_FLOW
from flows.runtime import runtime

log = structlog.get_logger(__name__)


@flow(name=SWEEP_FLOW, persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def sweep_cases() -> State[Any]:
    """Writes down what passed, tells each rung once, and says how late the latest was: in batches, each one logged."""
    found = SweepReport()
    batches = runtime().sweep.batches(is_stopping=runtime().stopping.is_set)
    with span("sweep") as told:
        while (batch := await asyncio.to_thread(next, batches, None)) is not None:
            found += batch
            log.info("sweep_batch", looked_at=found.looked_at, told=found.told, late_seconds=batch.late_seconds)
        told.tell(looked_at=found.looked_at, told=found.told, failed=found.failed, late_seconds=found.late_seconds)
    if runtime().stopping.is_set():
        log.info("sweep_stopped", looked_at=found.looked_at)
    if found.failed:
        log.warning("sweep_put_off", cases=found.failed)
    return Completed(
        message=f"{found.looked_at} hồ sơ đến hạn xem lại, {found.expired} hết hạn bổ sung, "
        f"{found.deemed} bước coi như đã trả lời, {found.told} lần nhắc hạn, {found.refreshed} cập nhật, "
        f"{found.failed} lỗi, chậm nhất {found.late_seconds} giây"
    )


def sweep_alone(sweep: Sweep, is_stopping: Callable[[], bool]) -> SweepReport:
    """The same without a run that shows it; any number of sweeps may be at it, each takes what the others have not."""
    found = sum(sweep.batches(is_stopping=is_stopping), SweepReport())
    log.info("swept_without_prefect", looked_at=found.looked_at, told=found.told, failed=found.failed)
    return found
