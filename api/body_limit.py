"""Requests have a size: whoever sends more is stopped while he sends."""

import re
from typing import Final

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES: Final = 1_048_576
ONE_FILE: Final = 11 * 1_048_576
SEVERAL_FILES: Final = 32 * 1_048_576
LARGER: Final = (
    (re.compile(r"/track/case/hand-in|/pages/new-case|/cases/[^/]+/page"), SEVERAL_FILES),
    (re.compile(r"(/cases/[^/]+)?/files"), ONE_FILE),
)
"""Where files come in; who is not let in is sent away before his files are read."""
_SAID = f"a request has at most {MAX_BYTES} bytes; papers stay in the agency's own store, send their references"


class BodyLimit:
    """ASGI middleware: reading a body over its limit ends in 413, whatever length was announced."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received, most = 0, _most(scope.get("path", ""))

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                # Raised inside the route's reading of the body; the framework lets this kind through.
                raise HTTPException(413, _SAID)
            return message

        await self._app(scope, counting, send)


def _most(path: str) -> int:
    return next((most for place, most in LARGER if place.fullmatch(path)), MAX_BYTES)
