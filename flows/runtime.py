"""What a flow's body reaches: the product's use cases, and the note of which version of the case it saw.

Prefect hands a flow nothing but plain parameters; the rest is found here, in the context that entered it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID

from engine.service.execute_case import CaseExecutor, CaseLook
from engine.service.executor_ports import WakeQueue
from engine.service.make_papers import Papers
from engine.service.ports import CaseQueries, Clock
from engine.service.sweep import Sweep

if TYPE_CHECKING:
    from flows.flow_runs import FlowRuns
    from flows.reconcile import Reconciler


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts of the product that couriers need."""

    executor: CaseExecutor
    sweep: Sweep
    papers: Papers
    wakes: WakeQueue
    queries: CaseQueries
    clock: Clock
    runs: FlowRuns
    reconciler: Reconciler
    stopping: Event = field(default_factory=Event)
    """Set when the dispatcher is asked to stop; who looks at many cases ends after the one in hand."""


IsHeld = Callable[[], Awaitable[bool]]
"""Whether the case is still ours, as far as one can know before one acts."""


async def always() -> bool:
    """Of whoever enters a case that nobody else can take."""
    return True


@dataclass(slots=True)
class Entry:
    """One entry into a case's flow: what was seen before it, the version that its body saw last, and when to come again."""

    run_id: UUID
    begins_with: CaseLook | None = None
    is_held: IsHeld = always
    version: int | None = None
    again_at: datetime | None = None
    fault: Exception | None = None
    """What ended the body when the case was not ours any more: told by the dispatcher, not by the run's state."""


_runtime: ContextVar[Runtime] = ContextVar("runtime")
_entry: ContextVar[Entry] = ContextVar("entry")


@contextmanager
def serving(runtime: Runtime) -> Iterator[None]:
    """Flows that are entered inside find these parts."""
    token = _runtime.set(runtime)
    try:
        yield
    finally:
        _runtime.reset(token)


@contextmanager
def noting(run_id: UUID, begins_with: CaseLook | None, is_held: IsHeld = always) -> Iterator[Entry]:
    """The note that the flow's body fills in while it is entered."""
    entry = Entry(run_id, begins_with, is_held)
    token = _entry.set(entry)
    try:
        yield entry
    finally:
        _entry.reset(token)


def runtime() -> Runtime:
    """Raises `LookupError` in a flow that was not entered by the dispatcher."""
    return _runtime.get()


def entry() -> Entry:
    """Raises `LookupError` in a flow that was not entered by the dispatcher."""
    return _entry.get()
