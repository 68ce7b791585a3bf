"""Enters an existing flow run in this process, and suspends it under a name of our own.

The one module that uses names which Prefect does not document (pinned: 3.8.8). A fresh Python process per resumption, which
the documented ways need, costs seconds of CPU; this costs tens of milliseconds. `tests/flows/test_engine_entry.py` counts
the calls and would fail first if an upgrade changed them.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn
from uuid import UUID, uuid4

from prefect import Flow, Task
from prefect.client.schemas.objects import FlowRun, FlowRunPolicy, State
from prefect.context import AsyncClientContext, FlowRunContext, SyncClientContext
from prefect.exceptions import Abort, Pause
from prefect.filesystems import WritableFileSystem
from prefect.flow_engine import run_flow_async
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Paused, Scheduled
from prefect.task_engine import run_task_async
from prefect.utilities.engine import propose_state

ENGINE_LOG = "prefect.flow_runs"


class Nowhere(WritableFileSystem):
    """A place for results that keeps nothing: the ledger has everything.

    Without a place of its own a flow asks the server for one at each entry, blocking the loop; and whatever place it has,
    the engine writes each exception of a body there, with all that its message says of a case.
    """

    # As if it were saved on the server, which the engine insists on.
    _block_document_id: UUID | None = UUID(int=0)

    async def write_path(self, path: str, content: bytes) -> None:
        return None

    async def read_path(self, path: str) -> bytes:
        raise FileNotFoundError(path)


class EntryRefused(Exception):
    """Prefect's server would not let the run be entered, or suspended: somebody moved it meanwhile. Enter it again."""


@asynccontextmanager
async def shared_clients() -> AsyncIterator[None]:
    """Everything entered inside shares one connection pool; without it the engine builds clients for each run."""
    logging.getLogger(ENGINE_LOG).addFilter(_is_no_suspension)
    # No heartbeats: one thread and one event for each entry. A dispatcher that died is told by its leases.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        async with AsyncClientContext():
            with SyncClientContext():
                yield


async def enter(flow: Flow[..., Any], run_id: UUID, flow_id: UUID, name: str, parameters: dict[str, Any]) -> State[Any]:
    """Runs the flow's body as this run and returns the state it came to: paused, or a final one.

    The run is built here, without its deployment: with it the engine would open a thread and a websocket for each entry.
    The server knows the deployment all the same. Raises `ObjectNotFound` when the run is gone.
    """
    run = FlowRun(
        id=run_id,
        flow_id=flow_id,
        name=name,
        parameters=parameters,
        state=Scheduled(),
        empirical_policy=FlowRunPolicy(retries=0, retry_delay=0),
    )
    try:
        state = await run_flow_async(flow, flow_run=run, parameters=parameters, return_type="state")
    except Pause as pause:
        state = pause.state
    except Abort as abort:
        raise EntryRefused(str(abort)) from None
    if not isinstance(state, State) or not (state.is_paused() or state.is_final()):
        raise EntryRefused(f"the run {name} stands at {state}")
    return state


async def suspend(name: str, message: str) -> NoReturn:
    """Leaves the flow's body: the run is suspended under `name` until it is entered again. Never returns.

    The key is new each time: Prefect lets a run pass through a pause whose key it has seen.
    """
    context = FlowRunContext.get()
    assert context is not None and context.flow_run is not None, "only a flow's body suspends its run"
    client = AsyncClientContext.get()
    assert client is not None, "runs are entered inside `shared_clients`"
    wanted = suspended(name, message)
    state = await propose_state(client.client, wanted, flow_run_id=context.flow_run.id)
    if not state.is_paused():
        raise EntryRefused(f"the run {context.flow_run.name} could not be suspended: it stands at {state}")
    raise Pause(state=state)


def leave() -> NoReturn:
    """Leaves the flow's body without a word to the server: another process has the run, and says how it stands."""
    raise Pause(state=suspended("left", "another process has the run"))


async def run_task(task: Task[..., Any], **parameters: Any) -> State[Any]:
    """Runs the task inside the flow's body and returns the state that it came to.

    Called as a function, a task is first told to the server as pending: one more state and one more event, of no use where
    nothing is ever queued.
    """
    run = await task.create_local_run(parameters=parameters, flow_run_context=FlowRunContext.get())
    state = await run_task_async(task, task_run=run, parameters=parameters, return_type="state")
    assert isinstance(state, State), "asked for the state, it is given"
    return state


def suspended(name: str, message: str) -> State[Any]:
    """The state of a run that waits with no process: Prefect tells it from a pause by `reschedule`, not by its name."""
    return Paused(name=name, message=message, reschedule=True, pause_key=uuid4().hex)


def _is_no_suspension(record: logging.LogRecord) -> bool:
    """The engine logs each suspension as an error, "Finished in state …"; how runs end is told by the dispatcher."""
    return not str(record.msg).startswith("Finished in state")
