"""Who looks at a page: without a session he is led to the sign-in page, and back afterwards."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse

from api.auth import Cookie, Credentials, calling_actor
from api.errors import Unauthenticated
from engine.core.actors import Actor


class SignInNeeded(Exception):
    """The page is for those who are signed in."""


def page_visitor(request: Request, credentials: Credentials = None, cookie: Cookie = None) -> Actor:
    try:
        return calling_actor(request, credentials, cookie)
    except Unauthenticated as error:
        raise SignInNeeded from error


def install(app: FastAPI) -> None:
    app.add_exception_handler(SignInNeeded, _to_sign_in)


def _to_sign_in(request: Request, error: Exception) -> RedirectResponse:
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?{urlencode({'next': target})}", 303)


Visitor = Annotated[Actor, Depends(page_visitor)]
