"""What a request leaves in the audit trail: who looked at what, who was refused. Entered when the answer is on its way, so
that nobody who reads waits for those who write."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import structlog
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.core.actors import Actor
from engine.core.audit import LOOKS, NOBODY, AuditEntry, AuditKind, Happened
from engine.core.errors import CommandRefused
from engine.core.identifiers import CaseId
from engine.metrics import Metrics
from engine.service.audit_trail import AuditTrail, calling_from

_NOTED, _ACTOR, _CASE = "noted_for_the_trail", "calling_actor", "case_looked_at"
_PARTS = ("paper", "agency")
"""What of an address says which part was handed out; an answer was given for it, so it is a word of ours."""
_log = structlog.get_logger()


class Trail:
    """ASGI middleware, outside of what measures an answer. It says where a request comes from: the address that the server
    found, which believes `X-Forwarded-For` of those alone whom it was told to trust."""

    def __init__(self, app: ASGIApp, audit: AuditTrail, metrics: Metrics) -> None:
        self._app = app
        self._audit = audit
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _state(scope)
        entering: list[asyncio.Task[None]] = []
        status: int | None = None

        async def answered(message: Message) -> None:
            nonlocal status
            await send(message)
            if message["type"] == "http.response.start":
                status = message["status"]
            elif status is not None:  # the first part of the answer is out: also of a stream that never ends
                entries = self._audit.new_entries(list(_happened(scope, status)))
                status = None
                if entries:
                    entering.append(asyncio.create_task(run_in_threadpool(self._enter, entries)))

        with calling_from(address_in(scope)):
            try:
                await self._app(scope, receive, answered)
            finally:
                for task in entering:
                    await asyncio.shield(task)  # whoever hangs up has looked all the same

    def _enter(self, entries: Sequence[AuditEntry]) -> None:
        """The answer is given: that it could not be entered is told to those who watch the product."""
        try:
            self._audit.enter_new(entries)
        except Exception as error:
            self._metrics.not_entered(len(entries))
            # Without the account: where nobody gave an id to it, that is a name.
            told = [(entry.kind.value, entry.case_id) for entry in entries]
            _log.error("trail_not_entered", entries=told, error=type(error).__name__)


def note(request: Request, happened: Happened) -> None:
    """Entered with the answer, whatever it is."""
    _state(request.scope).setdefault(_NOTED, []).append(happened)


def note_caller(request: Request, actor: Actor) -> None:
    """Who is answered."""
    _state(request.scope)[_ACTOR] = actor


def note_case(request: Request, case_id: CaseId) -> None:
    """Which case is shown, where the address does not say it."""
    _state(request.scope)[_CASE] = case_id


def note_refused_sign_in(request: Request, code: str) -> None:
    note(request, Happened(AuditKind.SIGN_IN_REFUSED, NOBODY, outcome=code))


def note_refused(request: Request, actor: Actor, refused: CommandRefused) -> None:
    """An operation that ends at the door: no command handler ever hears of it."""
    operation, case_id = request.scope["route"].name, _case_in(request.scope)
    note(request, Happened(AuditKind.COMMAND_REFUSED, actor.id, case_id, operation, refused.reason.value))


def address_in(scope: Scope) -> str:
    """Empty where the caller has none: a proxy may hand on what is no address, and words of people are not entered."""
    host = (scope.get("client") or ("",))[0]
    try:
        return str(ip_address(str(host).partition("%")[0]))
    except ValueError:
        return ""


def _happened(scope: Scope, status: int) -> Iterator[Happened]:
    state = _state(scope)
    yield from state.get(_NOTED, ())
    operation = getattr(scope.get("route"), "name", "")
    kind, actor = LOOKS.get(operation), state.get(_ACTOR)
    if kind is None or actor is None or status not in {200, 304}:
        return
    given = scope.get("path_params", {})
    case_id = state.get(_CASE) or given.get("case_id")
    parts = [operation] if case_id is None or kind is AuditKind.PAPER_READ else []
    parts += [str(given[name]) for name in _PARTS if name in given]
    yield Happened(kind, actor.id, CaseId(case_id) if case_id is not None else None, " ".join(parts))


def _state(scope: Scope) -> dict[str, Any]:
    """What is known of a request, in the one place that all that handle it share."""
    found: dict[str, Any] = scope.setdefault("state", {})
    return found


def _case_in(scope: Scope) -> CaseId | None:
    """At the door nobody has looked whether there is such a case: whatever is no id of ours is left out."""
    try:
        return CaseId(str(UUID(scope.get("path_params", {}).get("case_id"))))
    except (TypeError, ValueError, AttributeError):
        return None
