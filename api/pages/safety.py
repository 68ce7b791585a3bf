"""What keeps pages safe: what a browser may load, local paths only, no embedding, no guessing of types."""

from typing import Any

from fastapi import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Scripts and connections: our own files only. Inline style: attributes alone, which the pictures carry."""

SVG_POLICY = "default-src 'none'; style-src-attr 'unsafe-inline'"
_NOT_KEPT = (b"cache-control", b"no-store")
_HEADERS = (
    (b"content-security-policy", PAGE_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
SVG: dict[str, Any] = {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "The picture."}


def svg_answer(svg: str, etag: str | None = None) -> Response:
    headers = {"Content-Security-Policy": SVG_POLICY, "Cache-Control": "private, no-cache"}
    if etag is not None:
        headers["ETag"] = etag
    return Response(svg, media_type="image/svg+xml", headers=headers)


def is_local_path(target: str) -> bool:
    """A path of this site: one leading slash, nothing that a browser takes for another host."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()


class SafetyHeaders:
    """ASGI middleware: every answer carries the policies, unless it brought its own; and nobody keeps what is not said to be
    for keeping: most of it is about people."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_for_keeping = scope.get("path", "").startswith("/static/")
                wanted = _HEADERS if is_for_keeping else (*_HEADERS, _NOT_KEPT)
                brought = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in wanted if one[0] not in brought)]
            await send(message)

        await self._app(scope, receive, with_headers)
