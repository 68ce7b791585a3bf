"""The statutory figures as pages: report II.06a and indicator 2.1 of Decision 766, each number with its cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import Catalogue, Language, TheProduct
from api.pages.manager.periods import AskedPeriod, month_asked
from api.pages.manager.reach import Unit, unit_asked
from api.pages.render import page
from api.pages.visitor import Visitor
from api.plain_json import PlainText
from api.sheet_answer import AskedFormat, FileFormat, every, sheet_answer
from engine.core.actors import Actor
from engine.core.errors import CursorUnknown
from engine.core.identifiers import ProcedureId
from engine.core.legal_time import MoreThanOne
from engine.core.legal_time.metric_766 import DossierState, LateBecause
from engine.core.report_ii06a import COLUMN_WORDS, EndedOtherwise
from engine.core.values import Text
from engine.figures_wiring import build_reports
from engine.service.ports import Page
from engine.service.report_sheets import sheet_of_cases, sheet_of_indicator, sheet_of_inputs, sheet_of_report
from engine.service.reports import Asked, Reports

router = APIRouter(include_in_schema=False)
_LINES = 50
_Item = TypeVar("_Item")
_ENDED = {
    EndedOtherwise.ON_TIME: Text(vi="tính là đúng hạn", en="counted as on time"),
    EndedOtherwise.LEFT_OUT: Text(vi="không tính", en="left out"),
}
_READINGS = {
    MoreThanOne.LATE: Text(
        vi="luôn tính quá hạn nếu yêu cầu bổ sung quá một lần", en="more than one supplement request is always late"
    ),
    MoreThanOne.LATE_WHILE_WAITING: Text(
        vi="chỉ tính quá hạn khi còn đang chờ bổ sung", en="it is late only while the dossier still waits"
    ),
}
_STATES = {
    DossierState.FINISHED: Text(vi="đã kết thúc", en="ended"),
    DossierState.WAITING: Text(vi="đang chờ bổ sung", en="waits for a supplement"),
    DossierState.OPEN: Text(vi="đang xử lý", en="in progress"),
}
_CAUSES = {
    LateBecause.AFTER_DUE: Text(vi="sau ngày hẹn trả", en="after the date first promised"),
    LateBecause.MORE_THAN_ONE_SUPPLEMENT: Text(vi="yêu cầu bổ sung quá một lần", en="more than one supplement request"),
}
STANDINGS = {
    "early": Text(vi="trước hạn", en="early"),
    "on_time": Text(vi="đúng hạn", en="on time"),
    "late": Text(vi="quá hạn", en="late"),
    "in_time": Text(vi="đang xử lý, trong hạn", en="in progress, in time"),
    "overdue": Text(vi="đang xử lý, quá hạn", en="in progress, overdue"),
    "without_limit": Text(vi="không quy định thời hạn", en="no time limit"),
    "not_judged": Text(vi="rút hoặc dừng", en="withdrawn or stopped"),
}
"""What a case behind a number came to."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What every page of figures is asked."""

    unit: Unit
    period: AskedPeriod
    ended: EndedOtherwise
    reading: MoreThanOne
    actor: Actor
    reports: Reports

    @property
    def asked(self) -> Asked:
        return Asked(self.unit.agency, self.period.period, self.ended)

    def query(self, **more: Any) -> dict[str, Any]:
        """As the address of a page that is about the same."""
        said = {"agency": self.unit.agency, **self.period.query}
        return {**said, "ended_otherwise": self.ended.value, "more_than_one": self.reading.value, **more}


def _question(
    visitor: Visitor,
    product: TheProduct,
    agency: Annotated[PlainText, Query(max_length=100)] = "",
    first: Annotated[PlainText, Query(alias="from", max_length=20)] = "",
    last: Annotated[PlainText, Query(alias="to", max_length=20)] = "",
    ended_otherwise: EndedOtherwise = EndedOtherwise.ON_TIME,
    more_than_one: MoreThanOne = MoreThanOne.LATE,
) -> _Question:
    unit = unit_asked(product, visitor, agency)
    period = month_asked(first, last, unit.today)
    return _Question(unit, period, ended_otherwise, more_than_one, visitor, build_reports(product))


Question = Annotated[_Question, Depends(_question)]
After = Annotated[PlainText | None, Query(max_length=500)]


@router.get("/pages/reports/ii06a", response_class=HTMLResponse)
def show_report_ii06a(
    request: Request, question: Question, language: Language = "vi", kind: AskedFormat = FileFormat.JSON
) -> Response:
    """A line for each procedure, the total last, and the sums that must agree."""
    found = question.reports.ii06a(question.asked, question.actor)
    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_report(found, language), kind, "II.06a")
    shown = {"report": found, "columns": COLUMN_WORDS, "endings": _ENDED}
    return _page(request, "manager/report_ii06a.html", language, question, **shown)


@router.get("/pages/reports/ii06a/cases", response_class=HTMLResponse)
def show_cases_of_report(
    request: Request,
    question: Question,
    catalogue: Catalogue,
    language: Language = "vi",
    column: Annotated[int, Query(ge=3, le=13)] = 3,
    procedure: Annotated[PlainText, Query(max_length=100)] = "",
    after: After = None,
    kind: AskedFormat = FileFormat.JSON,
) -> Response:
    """As many as the number of the column says, in the line of a procedure or in the total."""
    only = ProcedureId(procedure) if procedure else None
    ask = lambda where: question.reports.cases(question.asked, column, question.actor, where, only)  # noqa: E731
    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_cases(every(ask), language), kind, f"II.06a-{column}")
    found, cursor = _one_page(ask, after)
    shown = {"cases": found, "cursor": cursor, "column": column, "title": COLUMN_WORDS[column], "standings": STANDINGS}
    shown |= {"procedure": procedure, "titles": {one.procedure: one.title for one in catalogue.all()}}
    return _page(request, "manager/report_cases.html", language, question, **shown)


@router.get("/pages/reports/766", response_class=HTMLResponse)
def show_indicator_766(
    request: Request, question: Question, language: Language = "vi", kind: AskedFormat = FileFormat.JSON
) -> Response:
    """The rate, and every number that goes into it."""
    found = question.reports.indicator(question.asked, question.reading, question.actor)
    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_indicator(found, language), kind, "766-2.1")
    shown = {"found": found, "sheet": list(sheet_of_indicator(found, language).rows), "readings": _READINGS}
    return _page(request, "manager/indicator_766.html", language, question, **shown)


@router.get("/pages/reports/766/inputs", response_class=HTMLResponse)
def show_inputs_of_766(
    request: Request,
    question: Question,
    language: Language = "vi",
    after: After = None,
    kind: AskedFormat = FileFormat.JSON,
) -> Response:
    """Case by case, to the second: whoever adds them up gets the rate."""
    ask = lambda where: question.reports.inputs(question.asked, question.actor, where)  # noqa: E731
    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_inputs(every(ask), question.reading), kind, "766-2.1-inputs")
    found, cursor = _one_page(ask, after)
    lines = [(case, one) for case in found for one in case.by_766 if one.more_than_one is question.reading]
    shown = {"cases": lines, "cursor": cursor, "states": _STATES, "causes": _CAUSES, "standings": STANDINGS}
    return _page(request, "manager/inputs_766.html", language, question, **shown)


def _page(request: Request, template: str, language: str, question: _Question, **shown: Any) -> Response:
    more: dict[str, Any] = {"unit": question.unit, "period": question.period.period, "fault": question.period.fault}
    return page(request, template, language, question.actor, query=question.query, question=question, **more, **shown)


_Ask = Callable[[Page], tuple[Sequence[_Item], str | None]]


def _one_page(ask: _Ask[_Item], after: str | None) -> tuple[Sequence[_Item], str | None]:
    """From the beginning where the place is not known any more."""
    try:
        return ask(Page(limit=_LINES, after=after))
    except CursorUnknown:
        return ask(Page(limit=_LINES))
