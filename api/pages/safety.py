"""What keeps pages safe: what a browser may load, local paths only, no embedding, no guessing of types."""

from typing import Any

from fastapi import Request, Response
from starlette.middleware.base import RequestResponseEndpoint

PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Scripts and connections: our own files only. Inline style is allowed for the pictures, which carry theirs."""

SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SVG: dict[str, Any] = {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "The picture."}


def svg_answer(svg: str, etag: str | None = None) -> Response:
    headers = {"Content-Security-Policy": SVG_POLICY, "Cache-Control": "no-cache"}
    if etag is not None:
        headers["ETag"] = etag
    return Response(svg, media_type="image/svg+xml", headers=headers)


def is_local_path(target: str) -> bool:
    """A path of this site: one leading slash, nothing that a browser takes for another host."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()


async def add_safety_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
