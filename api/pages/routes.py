"""The list of cases as a page; and the way from the door to where each role has its work."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.auth import Cookie, Credentials, caller_of
from api.dependencies import Catalogue, Language, Reader, TheProduct
from api.errors import Unauthenticated
from api.pages.render import page
from api.pages.rows import case_line
from api.pages.visitor import Visitor
from api.plain_json import PlainText
from engine.core.actors import Actor, Permission
from engine.core.case import CaseStatus
from engine.core.identifiers import ProcedureId
from engine.core.words import CASE_STATUS
from engine.service.ports import Page
from engine.service.read_case import CaseFilter

router = APIRouter(include_in_schema=False)
_LINES = 25


@router.get("/")
def get_root(
    request: Request,
    product: TheProduct,
    credentials: Credentials = None,
    cookie: Cookie = None,
    language: Language = "vi",
) -> Response:
    """The door is open to everybody, and leads each to where his work is."""
    try:
        visitor = caller_of(request, credentials, cookie).find_actor(product.clock.now())
    except Unauthenticated:
        visitor = None
    place = _place_of(visitor) if visitor is not None else "/sign-in"
    return RedirectResponse(f"{place}?lang=en" if language == "en" else place, 307)


def _place_of(visitor: Actor) -> str:
    """Who has steps or receipts to do sees what waits at his agency; who follows others' work, how it stands today; who
    sees no case, what there is to ask."""
    if visitor.agency is not None and (visitor.may(Permission.WORK) or visitor.may(Permission.RECEIVE)):
        return "/pages/worklist"
    if visitor.may(Permission.READ_AGENCY):
        return "/pages/today"
    return "/pages/cases" if visitor.may(Permission.VIEW) else "/docs"


@router.get("/favicon.ico")
def get_icon() -> Response:
    """Where browsers look for it beside a bare picture."""
    return RedirectResponse("/static/favicon.svg", 308)


@router.get("/pages/cases", response_class=HTMLResponse)
def show_cases(
    request: Request,
    visitor: Visitor,
    reader: Reader,
    catalogue: Catalogue,
    language: Language = "vi",
    status: str = "",
    procedure: PlainText = "",
    q: Annotated[PlainText, Query(max_length=200)] = "",
    after: Annotated[PlainText | None, Query(max_length=500)] = None,
) -> Response:
    """The cases that the visitor may see, the newest first; a filter that nobody knows filters nothing."""
    wanted = CaseStatus(status) if status in set(CaseStatus) else None
    only = CaseFilter(procedure=ProcedureId(procedure) if procedure else None, status=wanted, text=q.strip() or None)
    views, cursor = reader.list_views(visitor, only, Page(limit=_LINES, after=after))
    return page(
        request,
        "cases.html",
        language,
        visitor,
        lines=[case_line(view) for view in views],
        statuses=CASE_STATUS,
        procedures={definition.procedure: definition.title for definition in catalogue.all()},
        asked={"status": wanted or "", "procedure": procedure, "q": q},
        cursor=cursor,
        is_first=after is None,
    )
