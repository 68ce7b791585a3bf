"""The changes of a case as server-sent events: something happened to it, or time moved a clock to another status."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.auth import CallingActor, TheCaller
from api.cases.schemas import CaseChange
from api.dependencies import CasePath, Reader, TheProduct
from api.errors import problem_responses
from api.schemas import words
from engine.core.actors import Actor
from engine.core.errors import NotFound, Reason
from engine.core.identifiers import CaseId
from engine.core.words import case_words
from engine.service.read_case import CaseReader, CaseView

router = APIRouter(prefix="/cases")
_LOOK_AGAIN_SECONDS = 1.0
_RETRY_MILLISECONDS = 2000
_CLOCKS_AGAIN = timedelta(minutes=1)
"""A clock turns `due soon` at an instant that it does not announce; once a minute is often enough for people."""


def seen_case(case_id: CasePath, actor: CallingActor, reader: Reader) -> CaseView:
    """Looks before the stream begins: whoever may not see the case gets a problem, not an empty stream."""
    return reader.get_view(case_id, actor)


@router.get(
    "/{case_id}/changes",
    tags=["cases"],
    summary="Follow a case",
    response_class=EventSourceResponse,
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found"),
)
async def follow_case(
    view: Annotated[CaseView, Depends(seen_case)],
    actor: CallingActor,
    caller: TheCaller,
    product: TheProduct,
    last_event_id: Annotated[str | None, Header(description="The last event you have; browsers send it.")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """A `change` event now (unless `Last-Event-ID` is the newest), then one each time the case or the status of
    one of its clocks changes; comments keep the line open. Its `id` is the version and a mark of the clocks."""
    watch = _Watch(product.reader, view.state.id, actor, view)
    sent = last_event_id
    while not product.stopping.is_set():
        if watch.mark != sent:
            sent = watch.mark
            yield ServerSentEvent(event="change", id=sent, data=_change(watch.view), retry=_RETRY_MILLISECONDS)
        await anyio.sleep(_LOOK_AGAIN_SECONDS)
        now = product.clock.now()
        if await anyio.to_thread.run_sync(caller.find_actor, now) != actor:
            return  # signed out, or the token's time is over
        try:
            await anyio.to_thread.run_sync(watch.look_again, now)
        except NotFound:
            return  # another counter received the case: it is not this caller's to see any more


def mark_of(view: CaseView) -> str:
    """What a page shows of a case, in short: another mark, another picture."""
    clocks = [*view.times.steps.values(), *([view.times.case] if view.times.case else [])]
    shown = ",".join(f"{clock.status}{clock.paused}" for clock in clocks)
    return f"{view.version}-{hashlib.sha256(shown.encode()).hexdigest()[:8]}"


class _Watch:
    """One follower's eye on a case: cheap while nothing changes, since it reads the version alone."""

    def __init__(self, reader: CaseReader, case_id: CaseId, actor: Actor, view: CaseView) -> None:
        self._reader = reader
        self._case_id = case_id
        self._actor = actor
        self._keep(view)

    def look_again(self, now: datetime) -> None:
        """Reads the case anew if it has moved on, or if a clock may have."""
        if self._reader.find_version(self._case_id) != self.view.version or now >= self._clocks_move_at:
            self._keep(self._reader.get_view(self._case_id, self._actor))

    def _keep(self, view: CaseView) -> None:
        self.view = view
        self.mark = mark_of(view)
        falls_due = view.times.next_due_at
        # A second after the due instant itself, at which the clock is still in time.
        moves = [falls_due + timedelta(seconds=1)] if falls_due else []
        self._clocks_move_at = min([view.as_of + _CLOCKS_AGAIN, *moves])


def _change(view: CaseView) -> CaseChange:
    assert view.state.status is not None
    return CaseChange(
        case_id=view.state.id,
        version=view.version,
        status=view.state.status,
        status_words=words(case_words(view.state)),
    )
