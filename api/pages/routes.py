"""The list of cases as a page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import Catalogue, Language, Reader
from api.pages.render import page
from api.pages.rows import case_line
from api.pages.visitor import Visitor
from api.plain_json import PlainText
from engine.core.case import CaseStatus
from engine.core.identifiers import ProcedureId
from engine.core.words import CASE_STATUS
from engine.service.ports import Page
from engine.service.read_case import CaseFilter

router = APIRouter(include_in_schema=False)
_LINES = 25


@router.get("/")
def get_root() -> Response:
    return RedirectResponse("/pages/cases", 307)


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
