"""One reading of each request: who in front of us reads a header otherwise than we do, could be told another story."""

import re
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problem import problem_answer
from engine.core.values import Text

_HOST: Final = re.compile(rb"[A-Za-z0-9._-]{1,255}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
_ONCE: Final = frozenset(
    (
        *(b"host", b"authorization", b"content-length", b"content-type", b"transfer-encoding"),
        *(b"idempotency-key", b"if-match", b"on-behalf-of", b"origin", b"sec-fetch-site"),
    )
)
"""What we decide by; of two, one would be overlooked."""
_BAD_HOST = Text(vi="tiêu đề Host không phải là tên máy chủ", en="the header Host is no name of a host")


class PlainRequest:
    """ASGI middleware: a head that can be read in two ways is answered with 400, and goes no further."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wrong = _wrong_in(scope) if scope["type"] == "http" else None
        if wrong is None:
            await self._app(scope, receive, send)
            return
        answer = problem_answer(Request(scope), 400, "input_invalid", wrong, headers={"Connection": "close"})
        await answer(scope, receive, send)


def _wrong_in(scope: Scope) -> Text | None:
    seen: set[bytes] = set()
    for name, value in scope["headers"]:
        if name in _ONCE and name in seen:
            said = name.decode("ascii")
            return Text(vi=f"tiêu đề {said} chỉ được gửi một lần", en=f"the header {said} may be sent once only")
        if name == b"host" and not _HOST.fullmatch(value):
            return _BAD_HOST
        seen.add(name)
    return None if b"host" in seen or scope["http_version"] != "1.1" else _BAD_HOST
