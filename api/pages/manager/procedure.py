"""A procedure for its manager: where its cases are, how timely each step is, what holds it up, each number with its cases."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.dependencies import Language, TheProduct
from api.pages.manager.periods import AskedPeriod, weeks_asked
from api.pages.manager.reach import Unit, unit_asked
from api.pages.render import page, when
from api.pages.visitor import Visitor
from api.plain_json import PlainText
from engine.core.day_words import span_words
from engine.core.definition import ProcedureDefinition
from engine.core.errors import NotFound
from engine.core.identifiers import ProcedureId, StepId
from engine.figures_wiring import build_figures
from engine.service.flow_figures import FiguresAsked, ProcedureFigures, StepFigures, Timely
from engine.wiring import Product
from visualizer.heat import Heat, heat_svg
from visualizer.timely_bars import TimelyLine, Verdicts, timely_svg
from visualizer.trend import Week, counted_words, trend_heads, trend_svg

router = APIRouter(include_in_schema=False)
_MINUTE = 60
Asked = Annotated[PlainText, Query(max_length=100)]


@router.get("/pages/procedures/{procedure}", response_class=HTMLResponse)
def show_procedure_figures(
    request: Request,
    procedure: Annotated[PlainText, Path(max_length=100)],
    visitor: Visitor,
    product: TheProduct,
    language: Language = "vi",
    agency: Asked = "",
    first: Annotated[PlainText, Query(alias="from", max_length=20)] = "",
    last: Annotated[PlainText, Query(alias="to", max_length=20)] = "",
) -> Response:
    """Of all its versions; drawn on the newest one."""
    unit = unit_asked(product, visitor, agency)
    period = weeks_asked(first, last, unit.today)
    asked = FiguresAsked(agency=unit.agency, period=period.period, procedure=ProcedureId(procedure))
    try:
        found = build_figures(product).of_procedure(asked, visitor)
    except NotFound:
        return page(request, "not_found.html", language, visitor, status=404)
    shown = {**_pictures(product, found, language), **_about(unit, period)}
    return page(
        request,
        "manager/procedure.html",
        language,
        visitor,
        found=found,
        here_path=f"/pages/procedures/{found.procedure}",
        took=lambda seconds: took(seconds, language),
        **shown,
    )


def took(seconds: int | None, language: str) -> str:
    """To the minute; nothing where nothing was measured."""
    return span_words(seconds // _MINUTE * _MINUTE, language) if seconds is not None else ""


def _about(unit: Unit, period: AskedPeriod) -> dict[str, Any]:
    query = {"agency": unit.agency, **period.query}
    return {"unit": unit, "period": period.period, "fault": period.fault, "query": lambda **more: {**query, **more}}


def _pictures(product: Product, found: ProcedureFigures, language: str) -> dict[str, Any]:
    definition = newest(product, found.procedure)
    lines = [_line(one, language) for one in found.steps if one.numbers.passed]
    weeks = [Week(one.first, one.received, one.finished, one.finished_late, one.backlog) for one in found.weeks]
    heats = dict(_heats(found, language))
    as_of = when(found.as_of, language)
    # The pictures are ours and escape what they are told; everything else on the page is escaped by the template.
    return {
        "heat": Markup(heat_svg(definition, product.catalogue.agencies, heats, as_of, language)),
        "timely": Markup(timely_svg(lines, language)) if lines else None,
        "trend": Markup(trend_svg(weeks, language, of_steps=found.weeks_of_steps)) if weeks else None,
        "trend_counts": counted_words(found.weeks_of_steps),
        "trend_heads": trend_heads(found.weeks_of_steps),
    }


def newest(product: Product, procedure: ProcedureId) -> ProcedureDefinition:
    """The newest version of a procedure that is there."""
    return max((one for one in product.catalogue.all() if one.procedure == procedure), key=lambda one: one.version)


def _heats(found: ProcedureFigures, language: str) -> Iterator[tuple[StepId, Heat]]:
    worst = found.bottleneck.step if found.bottleneck else None
    for one in found.steps:
        queue, working = one.numbers.queue, one.numbers.working
        yield (
            one.step,
            Heat(
                now=queue.now,
                late=queue.late_now,
                due_soon=queue.due_soon,
                suspended=queue.suspended,
                median=took(working.median, language),
                p90=took(working.p90, language),
                is_bottleneck=one.step == worst,
            ),
        )


def _line(one: StepFigures, language: str) -> TimelyLine:
    return TimelyLine(one.title.in_language(language), _verdicts(one.numbers.by_law), _verdicts(one.numbers.by_wall))


def _verdicts(timely: Timely) -> Verdicts:
    return Verdicts(timely.early, timely.on_time, timely.late)
