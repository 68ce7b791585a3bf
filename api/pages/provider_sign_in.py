"""Signing in at the OpenID provider of the installation: off to it, and back with its answer, in the same browser."""

import base64
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from api.pages.render import page
from api.pages.safety import is_local_path
from api.pages.session_cookie import HOME, is_encrypted, keep_session
from api.problem import language_of
from api.trail import note_refused_sign_in
from engine.core.errors import EngineError, ProviderAway, SignInRefused
from engine.service.provider_sign_in import ATTEMPT_LASTS, NotBound, ProviderSignIn
from engine.service.sign_in_ports import Attempt

_log = structlog.get_logger()
router = APIRouter(include_in_schema=False)
_LONGEST_TARGET = 1000
"""A cookie has room for some 4,000 signs in all."""


def provider_sign_in_of(request: Request) -> ProviderSignIn | None:
    """Null where the installation has no provider."""
    found: ProviderSignIn | None = request.app.state.provider_sign_in
    return found


def onward(request: Request, address: str, language: str, title: str) -> HTMLResponse:
    """A page of ours that leads on by itself. A redirect would not do: a browser that comes from another site keeps a
    strict cookie back through all redirects, and follows none out of a form to another site."""
    shown: dict[str, Any] = {"address": address, "title": title, "refused": None, "identity": None}
    return page(request, "provider_answer.html", language, None, **shown)


@router.get("/sign-in/oidc")
def begin_provider_sign_in(
    request: Request,
    target: Annotated[str, Query(alias="next", max_length=2000)] = HOME,
    language: Annotated[Literal["vi", "en"], Query(alias="lang")] = "vi",
) -> Response:
    """Off to the provider; what the browser needs on its way back it keeps in a cookie for some minutes."""
    sign_in = provider_sign_in_of(request)
    if sign_in is None:
        return RedirectResponse("/sign-in", 303)
    wanted = target if is_local_path(target) and len(target) <= _LONGEST_TARGET else HOME
    try:
        attempt, address = sign_in.begin(wanted, language)
    except ProviderAway as away:
        return _failed(request, away, "provider_away", language)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        _cookie_name(request),
        base64.urlsafe_b64encode(attempt.model_dump_json().encode()).decode(),
        max_age=int(ATTEMPT_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",  # it has to come back from the provider's site
        secure=is_encrypted(request),
    )
    return answer


@router.get("/sign-in/oidc/callback")
def finish_provider_sign_in(
    request: Request,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str | None, Query(max_length=4000)] = None,
    issuer: Annotated[str | None, Query(alias="iss", max_length=2000)] = None,
) -> Response:
    """Back from the provider. Whatever comes of it, the attempt is used up."""
    sign_in = provider_sign_in_of(request)
    if sign_in is None:
        return RedirectResponse("/sign-in", 303)
    attempt = _attempt(request.cookies.get(_cookie_name(request), ""))
    language = attempt.language if attempt is not None else language_of(request)
    try:
        session = sign_in.finish(attempt, state, code, issuer)
        assert attempt is not None  # or nothing was opened
        answer = onward(request, attempt.target if is_local_path(attempt.target) else HOME, language, "signed_in")
        keep_session(answer, request, session)
    except SignInRefused as refused:
        note_refused_sign_in(request, refused.code)
        answer = _failed(request, refused, refused.code, language)
    except ProviderAway as away:
        answer = _failed(request, away, "provider_away", language)
    answer.delete_cookie(_cookie_name(request), httponly=True, samesite="lax", secure=is_encrypted(request))
    return answer


def _attempt(kept: str) -> Attempt | None:
    try:
        return Attempt.model_validate_json(base64.urlsafe_b64decode(kept))
    except (ValueError, ValidationError):
        return None


def _failed(request: Request, error: EngineError, code: str, language: str) -> HTMLResponse:
    """What to do, in words; nothing of what was sent. Only who was proven is told the own subject."""
    request.state.problem = code  # for the log
    if isinstance(error, ProviderAway):
        _log.warning("sign_in_provider_away", fault=error.fault)
    shown: dict[str, Any] = {
        "address": None,
        "title": "not_signed_in",
        "refused": error.words,
        "identity": error.identity if isinstance(error, NotBound) else None,
    }
    status = 503 if isinstance(error, ProviderAway) else 403
    return page(request, "provider_answer.html", language, None, status=status, **shown)


def _cookie_name(request: Request) -> str:
    """With `__Host-` no other host, not even one below ours, can set it; a browser allows that over https only."""
    return "__Host-lienthong_sign_in" if is_encrypted(request) else "lienthong_sign_in"
