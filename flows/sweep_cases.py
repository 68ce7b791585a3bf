"""The sweep as Prefect schedules it, every minute: what the mere passage of time calls for."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.engine_entry import Nowhere
from flows.names import SWEEP_FLOW
from flows.runtime import runtime


@flow(name=SWEEP_FLOW, persist_result=False, result_storage=Nowhere(), validate_parameters=False)
async def sweep_cases() -> State[Any]:
    """Writes down what passed: terms of supplements, limits in silence; the rest has its next due instant renewed."""
    found = await asyncio.to_thread(runtime().sweep.run)
    return Completed(
        message=f"{found.looked_at} hồ sơ đến hạn xem lại, {found.expired} hết hạn bổ sung, "
        f"{found.deemed} bước coi như đã trả lời, {found.refreshed} cập nhật"
    )
