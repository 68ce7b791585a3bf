"""What needs a manager today: the bottleneck of this week, what is late and why, what is due, and where to ask further."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Language, TheProduct
from api.pages.manager.periods import AskedPeriod
from api.pages.manager.procedure import Asked
from api.pages.manager.reach import unit_asked
from api.pages.render import page
from api.pages.visitor import Visitor
from engine.core.report_ii06a import Period
from engine.figures_wiring import build_figures
from engine.service.flow_figures import FiguresAsked, Number
from engine.service.ports import Page

router = APIRouter(include_in_schema=False)
_SHOWN = 10


@router.get("/pages/today", response_class=HTMLResponse)
def show_today(
    request: Request, visitor: Visitor, product: TheProduct, language: Language = "vi", agency: Asked = ""
) -> Response:
    """Of this week, from Monday on; the numbers of now are of now."""
    unit = unit_asked(product, visitor, agency)
    week = AskedPeriod(Period(first=unit.today - timedelta(days=unit.today.weekday()), last=unit.today))
    asked = FiguresAsked(agency=unit.agency, period=week.period)
    figures = build_figures(product)
    found = figures.of_agency(asked, visitor)
    late, _ = figures.late(asked, visitor, Page(limit=_SHOWN))
    due, _ = figures.cases(asked, Number.DUE_SOON, visitor, Page(limit=_SHOWN))
    query = {"agency": unit.agency, **week.query}
    return page(
        request,
        "manager/today.html",
        language,
        visitor,
        unit=unit,
        found=found,
        narrow=figures.bottlenecks(asked, visitor),
        late=late,
        due_soon=due,
        tomorrow=unit.today + timedelta(days=1),
        agencies=product.catalogue.agencies.agencies,
        query=lambda **more: {**query, **more},
    )
