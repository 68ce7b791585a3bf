"""Who looks at a page: without a session he is led to the sign-in page, and back afterwards."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.security import HTTPAuthorizationCredentials

from api.auth import Cookie, Credentials, calling_actor, find_reader, permitted
from api.cookies import ACTS_FOR
from api.dependencies import product_of
from api.errors import Unauthenticated
from api.pages.render import page
from api.problem import language_of
from api.problem_words import TITLES
from engine.core.actors import Actor
from engine.core.errors import CommandRefused, Reason
from engine.core.values import Text
from engine.core.who_may import no_stand_in

_ONLY_SENT = "/pages/stand-in"
"""The form in the head of every page: there is nothing to look at."""


class SignInNeeded(Exception):
    """The page is for those who are signed in."""


class PageRefused(Exception):
    """The page is not for the role of the visitor."""

    def __init__(self, words: Text, *, ends_stand_in: bool = False) -> None:
        """`ends_stand_in`: from now on the visitor acts as himself again, and knows it."""
        super().__init__(words.en)
        self.words = words
        self.ends_stand_in = ends_stand_in


def page_visitor(request: Request, credentials: Credentials = None, cookie: Cookie = None) -> Actor:
    try:
        return calling_actor(request, credentials, cookie)
    except Unauthenticated as error:
        raise SignInNeeded from error
    except CommandRefused as refused:
        raise PageRefused(refused.words) from refused


def acting_visitor(request: Request, credentials: Credentials = None, cookie: Cookie = None) -> Actor:
    """Who sends a form of ours, as who he chose to act for. Whether the form is ours, it has to prove itself: see
    `api.pages.sent_forms`."""
    chosen = request.cookies.get(ACTS_FOR)
    actor = _signed_in(request, credentials, cookie, chosen)
    if chosen and cookie and credentials is None and actor.on_behalf_of is None:
        # Whoever means to act for somebody else does not act as himself because that has ended.
        raise PageRefused(no_stand_in(actor).words, ends_stand_in=True)
    return actor


def own_visitor(request: Request, credentials: Credentials = None, cookie: Cookie = None) -> Actor:
    """Who sends a form, as himself."""
    return _signed_in(request, credentials, cookie, None)


def _signed_in(
    request: Request, credentials: HTTPAuthorizationCredentials | None, cookie: str | None, acts_for: str | None
) -> Actor:
    if credentials is not None or not cookie:
        return page_visitor(request, credentials, None)
    product = product_of(request)
    try:
        return permitted(request, find_reader(product, acts_for, cookie, product.clock.now()))
    except Unauthenticated as error:
        raise SignInNeeded from error
    except CommandRefused as refused:
        raise PageRefused(refused.words) from refused


def install(app: FastAPI) -> None:
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(PageRefused, _refused)


def _to_sign_in(request: Request, error: Exception) -> RedirectResponse:
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.url.path == _ONLY_SENT:
        target = "/"
    return RedirectResponse(f"/sign-in?{urlencode({'next': target})}", 303)


def _refused(request: Request, error: Exception) -> Response:
    """A page that says so, with the way to another account."""
    assert isinstance(error, PageRefused)
    request.state.problem = Reason.NOT_PERMITTED.value  # for the log
    language = language_of(request)
    title, words = TITLES[Reason.NOT_PERMITTED].in_language(language), error.words.in_language(language)
    answer = page(request, "refused.html", language, None, status=403, title=title, words=words)
    if error.ends_stand_in:
        answer.delete_cookie(ACTS_FOR, httponly=True, samesite="strict")
    return answer


Visitor = Annotated[Actor, Depends(page_visitor)]

ActingVisitor = Annotated[Actor, Depends(acting_visitor)]
"""Of a page that takes a form."""

OwnVisitor = Annotated[Actor, Depends(own_visitor)]
"""Of a page on which one chooses for whom one acts."""
