"""One span for each request, a part of the caller's trace if he sends a `traceparent`: the route, never the address."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.request_log import METHODS, NO_ROUTE, QUIET, TRACE
from engine.service.spans import is_followed, span


class RequestTrace:
    """ASGI middleware, around all the others; in a process that nobody follows it is one comparison."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_followed() or scope["path"].startswith(tuple(QUIET)):
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "other"
        given = Headers(scope=scope).get("traceparent", "")
        with span(method, given if TRACE.match(given) else None, "server", method=method) as told:

            async def watching(message: Message) -> None:
                if message["type"] == "http.response.start":
                    told.tell(status=message["status"])
                await send(message)

            try:
                await self._app(scope, receive, watching)
            finally:
                route = getattr(scope.get("route"), "path", None) or NO_ROUTE
                told.rename(f"{method} {route}")
                told.tell(route=route)
