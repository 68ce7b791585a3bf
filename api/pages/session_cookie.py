"""The cookie of the pages' session, however somebody came in."""

from fastapi import Request, Response

from api.cookies import ACTS_FOR, COOKIE
from api.dependencies import product_of
from engine.service.provider_sign_in import SESSION_LASTS

HOME = "/"
"""Leads each role to where its work is."""


def keep_session(answer: Response, request: Request, session: str) -> None:
    """No script reads it, no other site can have a browser send it."""
    answer.set_cookie(
        COOKIE,
        session,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=is_encrypted(request),
    )
    act_for_oneself(answer, request)


def act_for_oneself(answer: Response, request: Request) -> None:
    """Whoever comes or goes leaves no choice behind for whom the next one acts."""
    if ACTS_FOR in request.cookies:
        answer.delete_cookie(ACTS_FOR, httponly=True, samesite="strict")


def is_encrypted(request: Request) -> bool:
    """As people reach us: a proxy in front of us may have taken the encryption off."""
    return request.url.scheme == "https" or product_of(request).settings.public_url.startswith("https://")
