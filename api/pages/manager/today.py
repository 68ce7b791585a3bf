"""What needs a manager today: the bottleneck of this week, what is late and why, what is due, and where to ask further."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Language, TheProduct
from api.pages.manager.periods import AskedPeriod
from api.pages.manager.procedure import Asked
from api.pages.manager.reach import unit_asked
from api.pages.render import page
from api.pages.visitor import Visitor
from engine.core.actors import Actor
from engine.core.identifiers import ProcedureId
from engine.core.known_day import next_worked, rest_words
from engine.core.report_ii06a import Period
from engine.core.values import Text
from engine.figures_wiring import build_figures
from engine.service.figures import FlowFigures
from engine.service.flow_figures import AgencyFigures, Bottleneck, FiguresAsked, Number
from engine.service.ports import Page

router = APIRouter(include_in_schema=False)
_SHOWN = 10
_WEEK = 7
_MONDAY = "monday"
_LOOKED_INTO = 8
"""Of so many procedures, the busiest, the bottleneck is told here; each has a page of its own."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """A procedure and what holds it up."""

    procedure: ProcedureId
    title: Text
    bottleneck: Bottleneck


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
    back = (unit.today.weekday() or _WEEK) if since == _MONDAY else _WEEK - 1
    week = AskedPeriod(Period(first=unit.today - timedelta(days=back), last=unit.today))
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
        narrow=_narrow(figures, found, asked, visitor),
        late=late,
        due_soon=due,
        tomorrow=tomorrow,
        worked_next=next_worked(calendars, unit.calendar, unit.today) or tomorrow,
        rests=rest_words(calendars, unit.calendar, tomorrow),
        agencies=product.catalogue.agencies.agencies,
        query=lambda **more: {**query, **more},
    )


def _narrow(figures: FlowFigures, found: AgencyFigures, asked: FiguresAsked, visitor: Actor) -> Sequence[Narrow]:
    """The one with most late first, then the one with most waiting."""
    busiest = sorted(found.procedures, key=lambda one: (-one.queue.late_now, -one.queue.now))[:_LOOKED_INTO]
    held = []
    for line in busiest:
        if line.queue.now:
            of_it = figures.of_procedure(asked.model_copy(update={"procedure": line.procedure}), visitor)
            if of_it.bottleneck is not None:
                held.append(Narrow(line.procedure, line.title, of_it.bottleneck))
    return sorted(held, key=lambda one: (-one.bottleneck.late_now, -one.bottleneck.waiting))
