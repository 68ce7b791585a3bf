"""Requests have a size: whoever sends more is stopped while he sends."""

import json
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problem import MEDIA_TYPE
from api.problem_words import TITLES

MAX_BYTES: Final = 1_048_576


class _TooLarge(Exception):
    """More came than `MAX_BYTES`."""


class BodyLimit:
    """ASGI middleware: 413 for a body over `MAX_BYTES`, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced(scope) > MAX_BYTES:
            await _answer_too_large(send)
            return
        received, answered = 0, False

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BYTES:
                raise _TooLarge
            return message

        async def watching(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, counting, watching)
        except _TooLarge:
            if not answered:
                await _answer_too_large(send)


def _announced(scope: Scope) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0


async def _answer_too_large(send: Send) -> None:
    problem = {
        "type": "urn:lienthong:problem:too_large",
        "title": TITLES["too_large"].vi,
        "status": 413,
        "detail": f"a request has at most {MAX_BYTES} bytes; papers stay in the agency's own store",
        "code": "too_large",
    }
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(problem, ensure_ascii=False).encode()})
