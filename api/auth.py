"""Who is calling: a bearer token, or for reading alone the session cookie of the pages, becomes an actor."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import product_of
from api.errors import Unauthenticated
from engine.core.actors import Actor

COOKIE = "lienthong_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

bearer = HTTPBearer(auto_error=False, description="The token of a person or a system of an agency.")
session = APIKeyCookie(name=COOKIE, auto_error=False, description="The pages' session; for reading only.")


def calling_actor(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)] = None,
    cookie: Annotated[str | None, Depends(session)] = None,
) -> Actor:
    """Raises `Unauthenticated`. A cookie gives no command: other sites could make a browser send it."""
    if credentials is not None:
        return _actor_of(request, credentials.credentials)
    if cookie and request.method in _SAFE:
        return _actor_of(request, cookie)
    raise Unauthenticated()


def _actor_of(request: Request, token: str) -> Actor:
    product = product_of(request)
    actor = product.tokens.find_actor(token, product.clock.now())
    if actor is None:
        raise Unauthenticated("this token is not known, or its time is over: sign in anew")
    return actor


CallingActor = Annotated[Actor, Depends(calling_actor)]
