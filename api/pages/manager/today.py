"""What needs a manager today: the bottleneck of this week, what is late and why, what is due, and where to ask further."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Language, TheProduct
from api.pages.manager.periods import week_up_to
from api.pages.manager.procedure import Asked
from api.pages.manager.reach import unit_asked
from api.pages.render import page
from api.pages.visitor import Visitor
from engine.core.known_day import next_worked, rest_words
from engine.figures_wiring import build_figures
from engine.service.flow_figures import FiguresAsked, Number
from engine.service.ports import Page

router = APIRouter(include_in_schema=False)
_SHOWN = 10
_MONDAY = "monday"


@router.get("/pages/today", response_class=HTMLResponse)
def show_today(
    request: Request,
    visitor: Visitor,
    product: TheProduct,
    language: Language = "vi",
    agency: Asked = "",
    since: Asked = "",
) -> Response:
    """Of the last seven days, or since the last Monday; the numbers of now are of now."""
    unit = unit_asked(product, visitor, agency)
    week = week_up_to(unit.today, from_monday=since == _MONDAY)
    asked = FiguresAsked(agency=unit.agency, period=week.period)
    figures = build_figures(product)
    found = figures.of_agency(asked, visitor)
    late, _ = figures.late(asked, visitor, Page(limit=_SHOWN))
    due, _ = figures.cases(asked, Number.DUE_SOON, visitor, Page(limit=_SHOWN))
    tomorrow, calendars = unit.today + timedelta(days=1), product.catalogue.calendars
    query = {"agency": unit.agency, **week.query}
    return page(
        request,
        "manager/today.html",
        language,
        visitor,
        unit=unit,
        since=_MONDAY if since == _MONDAY else "",
        found=found,
        narrow=figures.bottlenecks(asked, visitor),
        late=late,
        due_soon=due,
        tomorrow=tomorrow,
        worked_next=next_worked(calendars, unit.calendar, unit.today) or tomorrow,
        rests=rest_words(calendars, unit.calendar, tomorrow),
        agencies=product.catalogue.agencies.agencies,
        query=lambda **more: {**query, **more},
    )
