"""The cases behind a number of a procedure or of an agency, and what is late now with its cause."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Catalogue, Language, TheProduct
from api.pages.manager.number_words import NUMBER_WORDS
from api.pages.manager.periods import weeks_asked
from api.pages.manager.procedure import Asked, newest
from api.pages.manager.reach import unit_asked
from api.pages.manager.reports import STANDINGS
from api.pages.manager.what_if import step_title
from api.pages.render import page
from api.pages.visitor import Visitor
from api.plain_json import PlainText
from engine.core.actors import Actor
from engine.core.errors import CursorUnknown, NotFound
from engine.core.identifiers import ProcedureId, StepId
from engine.core.values import Text
from engine.core.words import STEP_STATUS
from engine.figures_wiring import build_figures
from engine.service.flow_figures import FiguresAsked, Number
from engine.service.ports import Page
from engine.wiring import Product

router = APIRouter(include_in_schema=False)
_LINES = 50
After = Annotated[PlainText | None, Query(max_length=500)]
First = Annotated[PlainText, Query(alias="from", max_length=20)]
Last = Annotated[PlainText, Query(alias="to", max_length=20)]


@router.get("/pages/procedures/{procedure}/cases", response_class=HTMLResponse)
def show_cases_of_procedure(
    request: Request,
    procedure: Annotated[PlainText, Path(max_length=100)],
    visitor: Visitor,
    product: TheProduct,
    language: Language = "vi",
    number: Number = Number.NOW,
    agency: Asked = "",
    step: Asked = "",
    only_itself: bool = False,
    first: First = "",
    last: Last = "",
    after: After = None,
) -> Response:
    """As many as the number on the page before says."""
    unit = unit_asked(product, visitor, agency)
    asked = FiguresAsked(
        agency=unit.agency,
        period=weeks_asked(first, last, unit.today).period,
        procedure=ProcedureId(procedure),
        step=StepId(step) if step else None,
        only_itself=only_itself,
    )
    return _cases(request, product, visitor, asked, number, after, language, unit.title)


@router.get("/pages/figures/cases", response_class=HTMLResponse)
def show_cases_of_agency(
    request: Request,
    visitor: Visitor,
    product: TheProduct,
    language: Language = "vi",
    number: Number = Number.NOW,
    agency: Asked = "",
    only_itself: bool = False,
    first: First = "",
    last: Last = "",
    after: After = None,
) -> Response:
    """Of all procedures of an agency."""
    unit = unit_asked(product, visitor, agency)
    period = weeks_asked(first, last, unit.today).period
    asked = FiguresAsked(agency=unit.agency, period=period, only_itself=only_itself)
    return _cases(request, product, visitor, asked, number, after, language, unit.title)


@router.get("/pages/late", response_class=HTMLResponse)
def show_late(
    request: Request,
    visitor: Visitor,
    product: TheProduct,
    catalogue: Catalogue,
    language: Language = "vi",
    agency: Asked = "",
    procedure: Asked = "",
    after: After = None,
) -> Response:
    """Whose, since when, and why in words."""
    unit = unit_asked(product, visitor, agency)
    period = weeks_asked("", "", unit.today).period
    named = ProcedureId(procedure) if procedure else None
    asked = FiguresAsked(agency=unit.agency, period=period, procedure=named)
    figures = build_figures(product)
    try:
        found, cursor = figures.late(asked, visitor, Page(limit=_LINES, after=after))
    except CursorUnknown:
        found, cursor = figures.late(asked, visitor, Page(limit=_LINES))
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    titles = {definition.procedure: definition.title for definition in catalogue.all()}
    query = {"agency": unit.agency, "procedure": procedure}
    file_path = f"/procedures/{named}/figures/late" if named else f"/agencies/{unit.agency}/figures/late"
    shown: dict[str, Any] = {
        "lines": found,
        "cursor": cursor,
        "procedures": titles,
        "query": query,
        "file_path": file_path,
    }
    return page(request, "manager/late.html", language, visitor, unit=unit, **shown)


def _cases(
    request: Request,
    product: Product,
    visitor: Actor,
    asked: FiguresAsked,
    number: Number,
    after: str | None,
    language: str,
    title_of_unit: Text,
) -> Response:
    figures = build_figures(product)
    try:
        found, cursor = figures.cases(asked, number, visitor, Page(limit=_LINES, after=after))
    except CursorUnknown:
        found, cursor = figures.cases(asked, number, visitor, Page(limit=_LINES))
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    agencies = product.catalogue.agencies.agencies
    shown: dict[str, Any] = {
        "lines": found,
        "cursor": cursor,
        "words": NUMBER_WORDS[number],
        "step": step_title(product.catalogue, asked.step) if asked.step else None,
        "procedure": newest(product, asked.procedure) if asked.procedure else None,
        "step_title": lambda step: step_title(product.catalogue, step),
        "agency_title": lambda agency: agencies[agency].title if agency in agencies else None,
        "statuses": STEP_STATUS,
        "standings": STANDINGS,
        "query": _query(asked, number),
        "file_path": f"/procedures/{asked.procedure}/figures/cases"
        if asked.procedure
        else f"/agencies/{asked.agency}/figures/cases",
        "title_of_unit": title_of_unit,
    }
    return page(request, "manager/figure_cases.html", language, visitor, **shown)


def _query(asked: FiguresAsked, number: Number) -> dict[str, str]:
    said = {
        "number": number.value,
        "agency": asked.agency,
        "step": asked.step or "",
        "only_itself": "true" if asked.only_itself else "",
        "from": asked.period.first.isoformat(),
        "to": asked.period.last.isoformat(),
    }
    return {name: value for name, value in said.items() if value}
