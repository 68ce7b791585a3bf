"""One line and one measurement for each request: the route, never the address; ids, never what was said."""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.metrics import Metrics
from engine.service.spans import carried

REQUEST_ID = "X-Request-Id"
NO_ROUTE = "none"
TRACE = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
QUIET = frozenset({"/health", "/ready", "/static"})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger()


class RequestLog:
    """ASGI middleware. A search has a name in its address, and a path may have anything: only the route is told."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ids = _ids(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = ids["request_id"]
        told: dict[str, Any] = {"status": 500}

        async def watching(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = ids["request_id"]
                told["status"] = message["status"]
                told["command"] = _as_uuid(headers.get("Idempotency-Key"))
            await send(message)

        began = perf_counter()
        with structlog.contextvars.bound_contextvars(**ids):
            try:
                await self._app(scope, receive, watching)
            except Exception:
                _log.exception("request_failed")
                raise
            finally:
                self._tell(scope, told, perf_counter() - began)

    def _tell(self, scope: Scope, told: dict[str, Any], seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or NO_ROUTE
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.request(method, route, told["status"], seconds)
        if route in QUIET and told["status"] < 500:
            return
        case = _as_uuid(scope.get("path_params", {}).get("case_id"))
        fields = {"case": case, "code": scope["state"].get("problem"), **told}
        _log.info(
            "request",
            method=method,
            route=route,
            milliseconds=round(seconds * 1000, 1),
            **{name: value for name, value in fields.items() if value is not None},
        )


def _ids(headers: Headers) -> dict[str, str]:
    """The caller's ids where they are ids and nothing else; a request id of our own otherwise."""
    given = _as_uuid(headers.get(REQUEST_ID))
    # Where the process is followed: the trace of our own span, which is the caller's unless he has none.
    trace = TRACE.match(carried() or headers.get("traceparent", ""))
    return {"request_id": given or str(uuid4()), **({"trace_id": trace[1]} if trace else {})}


def _as_uuid(said: str | None) -> str | None:
    try:
        return str(UUID(said)) if said else None
    except ValueError:
        return None
