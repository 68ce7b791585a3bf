"""Who is calling: a bearer token, or for reading alone the session of the pages, becomes an actor."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.cookies import ACTS_FOR, COOKIE
from api.dependencies import product_of
from api.errors import Unauthenticated
from api.trail import note_caller, note_refused, note_refused_sign_in
from engine.core.actors import Actor
from engine.core.errors import CommandRefused
from engine.core.values import Text
from engine.core.who_may import no_stand_in, refuse_unless_granted
from engine.wiring import Product

_NOT_GOOD = Text(
    vi="mã truy cập không đúng hoặc đã hết hạn: hãy đăng nhập lại",
    en="this token is not known, or its time is over: sign in anew",
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

bearer = HTTPBearer(auto_error=False, description="The token of a person or a system of an agency.")
session = APIKeyCookie(name=COOKIE, auto_error=False, description="The pages' session; for reading only.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
Cookie = Annotated[str | None, Depends(session)]

OnBehalfOf = Annotated[
    str | None,
    Header(description="The id of a delegation: you act for the one who gave it, with that person's rights."),
]


class Caller:
    """Whoever sent the request; `find_actor` asks again whether he is still signed in."""

    def __init__(self, find: Callable[[str, datetime], Actor | None], said: str) -> None:
        self._find = find
        self._said = said

    def find_actor(self, now: datetime) -> Actor | None:
        return self._find(self._said, now)


async def the_caller(
    request: Request, credentials: Credentials = None, cookie: Cookie = None, on_behalf_of: OnBehalfOf = None
) -> Caller:
    """Raises `Unauthenticated`."""
    return caller_of(request, credentials, cookie, on_behalf_of)


def caller_of(
    request: Request,
    credentials: HTTPAuthorizationCredentials | None,
    cookie: str | None,
    on_behalf_of: str | None = None,
) -> Caller:
    """Raises `Unauthenticated`. A cookie gives no command by itself: other sites could make a browser send it."""
    product = product_of(request)
    tokens = product.tokens
    if credentials is not None and on_behalf_of:
        return Caller(partial(_of_delegation, product, on_behalf_of), credentials.credentials)
    if credentials is not None:
        return Caller(tokens.find_actor, credentials.credentials)
    if cookie and request.method in _SAFE:
        return Caller(partial(find_reader, product, request.cookies.get(ACTS_FOR)), cookie)
    raise Unauthenticated()


def actor_of_token(request: Request, token: str | None, on_behalf_of: str | None = None) -> Actor:
    """Raises `Unauthenticated`: without a token, or for one that is not good; and as `calling_actor` does."""
    product = product_of(request)
    if token is None:
        raise Unauthenticated()
    now = product.clock.now()
    actor = stand_in(product, token, on_behalf_of, now) if on_behalf_of else product.tokens.find_actor(token, now)
    if actor is None:
        note_refused_sign_in(request, "token")
    return permitted(request, actor)


def stand_in(product: Product, token: str, delegation: str, now: datetime) -> Actor | None:
    """Who acts by a delegation, found in one question; null for a token that is not good. Raises `CommandRefused`."""
    found = product.delegations.find_stand_in(token, delegation, now)
    if found is not None:
        return found
    actor = product.tokens.find_actor(token, now)
    if actor is not None:
        refused = no_stand_in(actor)
        product.audit.refused(actor.id, None, "act_on_behalf", refused.reason.value)
        raise refused
    return None


def calling_actor(
    request: Request, credentials: Credentials = None, cookie: Cookie = None, on_behalf_of: OnBehalfOf = None
) -> Actor:
    """Raises `Unauthenticated` for a token or a session that is not good, and `CommandRefused` for an actor who has no
    role for the operation: before anything else of the request is looked at, so that it tells nothing of any case."""
    if credentials is not None:
        return actor_of_token(request, credentials.credentials, on_behalf_of)
    return permitted(request, caller_of(request, None, cookie).find_actor(product_of(request).clock.now()))


def _of_delegation(product: Product, delegation: str, token: str, now: datetime) -> Actor | None:
    return product.delegations.find_stand_in(token, delegation, now)


def find_reader(product: Product, acts_for: str | None, session: str, now: datetime) -> Actor | None:
    """Whose session it is, as who he chose to act for; as himself where that delegation holds no more."""
    own = product.tokens.find_reader(session, now)
    if own is None or not acts_for:
        return own
    return product.delegations.find_stand_in_of_session(session, acts_for, now) or own


def permitted(request: Request, actor: Actor | None) -> Actor:
    """Notes who is answered. Raises `Unauthenticated`, and `CommandRefused` for who has no role for the operation."""
    if actor is None:
        raise Unauthenticated(_NOT_GOOD)
    note_caller(request, actor)
    try:
        refuse_unless_granted(actor, request.scope["route"].name)
    except CommandRefused as refused:
        note_refused(request, actor, refused)
        raise
    return actor


TheCaller = Annotated[Caller, Depends(the_caller)]
CallingActor = Annotated[Actor, Depends(calling_actor)]
