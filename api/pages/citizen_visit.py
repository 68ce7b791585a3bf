"""A citizen's visit: the short session of one case, kept by the browser in a cookie that no other site can use."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Cookie, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from api.dependencies import TheProduct
from api.pages.session_cookie import is_encrypted
from api.problem import language_of
from api.trail import note_caller, note_case
from engine.core.actors import Actor, citizen_of
from engine.core.identifiers import CaseId
from engine.core.who_may import refuse_unless_granted
from engine.service.citizen_access import SESSION, form_word

COOKIE = "lienthong_track"
_PATH = "/track"


class VisitNeeded(Exception):
    """The page is for whoever has come in with a secret."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Of one case; its actor may hand in, and nothing else."""

    case_id: CaseId
    actor: Actor
    form_word: str


def the_visit(request: Request, product: TheProduct, said: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> Visit:
    """Raises `VisitNeeded`; and `CommandRefused` for an operation that is not for the holder of a slip."""
    case_id = product.citizens.find_case(said) if said else None
    if said is None or case_id is None:
        raise VisitNeeded
    visitor = citizen_of(case_id)
    note_caller(request, visitor)
    note_case(request, case_id)
    refuse_unless_granted(visitor, request.scope["route"].name)
    return Visit(case_id, visitor, form_word(said))


def remember(request: Request, answer: Response, session: str) -> None:
    answer.set_cookie(
        COOKIE,
        session,
        max_age=int(SESSION.total_seconds()),
        path=_PATH,
        httponly=True,
        samesite="strict",
        secure=is_encrypted(request),
    )


def forget(answer: Response) -> None:
    answer.delete_cookie(COOKIE, path=_PATH, httponly=True, samesite="strict")


def is_from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site made it send this; a browser that says nothing names where it comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def install(app: FastAPI) -> None:
    app.add_exception_handler(VisitNeeded, _to_the_door)


def _to_the_door(request: Request, error: Exception) -> RedirectResponse:
    language = "&lang=en" if language_of(request) == "en" else ""
    return RedirectResponse(f"/track?over=1{language}", 303)


TheVisit = Annotated[Visit, Depends(the_visit)]
"""Of any page behind the secret."""
