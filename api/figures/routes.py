"""The figures of a procedure and of an agency with all below it, for who may read the agency, and the cases behind them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import AfterValidator

from api.auth import CallingActor
from api.dependencies import Language, OnePage, TheProduct
from api.errors import problem_responses
from api.plain_json import PlainText, refuse_unkeepable
from api.sheet_answer import FILES, AskedFormat, FileFormat, every, sheet_answer
from engine.core.actors import Actor
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId, ProcedureId, ProcedureVersion, StepId
from engine.core.legal_time import civil_date, to_instant
from engine.core.values import Value
from engine.figures_wiring import build_figures
from engine.service.figure_sheets import sheet_of_agency, sheet_of_figure_cases, sheet_of_late, sheet_of_procedure
from engine.service.figures import FlowFigures
from engine.service.flow_figures import (
    AgencyFigures,
    FigureCase,
    FiguresAsked,
    LateCase,
    Number,
    ProcedureFigures,
)
from engine.service.read_case import get_agency
from engine.service.reports import period_of

router = APIRouter(tags=["figures"])
_LOOKING: dict[int | str, Any] = {
    **problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
    200: FILES,
}
ProcedurePath = Annotated[
    ProcedureId, AfterValidator(refuse_unkeepable), Path(max_length=100, examples=["birth-residence-insurance"])
]
AgencyPath = Annotated[
    AgencyId,
    AfterValidator(refuse_unkeepable),
    Path(max_length=100, description="With all that belongs to it; `*`: all agencies together."),
]


class FigureCases(Value):
    """A page of the list behind a number; `next` is the cursor for `after`, null at the end."""

    items: list[FigureCase]
    next: str | None


class LateCases(Value):
    """A page of what is late now; `next` is the cursor for `after`, null at the end."""

    items: list[LateCase]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Question:
    """What all figures are asked; the agency and the procedure come beside it."""

    asked: FiguresAsked
    actor: Actor
    figures: FlowFigures

    def of(self, **named: Any) -> FiguresAsked:
        return self.asked.model_copy(update=named)


def _question(
    actor: CallingActor,
    product: TheProduct,
    first: Annotated[
        date | None, Query(alias="from", description="The first day; not given: the first of the month.")
    ] = None,
    last: Annotated[date | None, Query(alias="to", description="The last day; not given: today.")] = None,
    version: Annotated[PlainText | None, Query(max_length=20, description="Not given: all versions.")] = None,
    step: Annotated[PlainText | None, Query(max_length=100, description="Not given: all steps.")] = None,
    only_itself: Annotated[bool, Query(description="Without the sub-units of the agency.")] = False,
) -> _Question:
    end = last or civil_date(to_instant(product.clock.now()))
    asked = FiguresAsked(
        agency=actor.agency or AgencyId(""),
        period=period_of(first or end.replace(day=1), end),
        version=ProcedureVersion(version) if version else None,
        step=StepId(step) if step else None,
        only_itself=only_itself,
    )
    return _Question(asked, actor, build_figures(product))


Question = Annotated[_Question, Depends(_question)]
AskedAgency = Annotated[
    PlainText | None,
    Query(
        max_length=100, description="With all that belongs to it; `*`: all agencies together. Not given: the caller's."
    ),
]
AskedNumber = Annotated[Number, Query(description="Which number; its list is as long as it says.")]


@router.get(
    "/procedures/{procedure}/figures",
    summary="Read the figures of a procedure",
    responses=_LOOKING,
    response_model=ProcedureFigures,
)
def get_procedure_figures(
    procedure: ProcedurePath,
    question: Question,
    agency: AskedAgency = None,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> ProcedureFigures | Response:
    """For each step what is there now, what passed through in the period by law and by the wall clock, median and 90th
    percentile, by unit; the trend by week; the bottleneck with its reason."""
    found = question.figures.of_procedure(_of_procedure(question, procedure, agency), question.actor)
    return found if kind is FileFormat.JSON else sheet_answer(sheet_of_procedure(found, language), kind, "procedure")


@router.get(
    "/procedures/{procedure}/figures/cases",
    summary="List the cases behind a figure of a procedure",
    responses=_LOOKING,
    response_model=FigureCases,
)
def list_cases_of_procedure_figures(
    procedure: ProcedurePath,
    question: Question,
    page: OnePage,
    agency: AskedAgency = None,
    number: AskedNumber = Number.NOW,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> FigureCases | Response:
    """By unit and time. `received`, `finished`, `finished_late` and `backlog` list whole cases, the others steps."""
    return _cases(question, _of_procedure(question, procedure, agency), number, page, language, kind)


@router.get(
    "/procedures/{procedure}/figures/late",
    summary="List what is late now in a procedure",
    responses=_LOOKING,
    response_model=LateCases,
)
def list_late_cases_of_procedure(
    procedure: ProcedurePath,
    question: Question,
    page: OnePage,
    agency: AskedAgency = None,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> LateCases | Response:
    """Whose, since when, and why: who has it, for how long against which limit, and which steps decide when the case ends."""
    return _late(question, _of_procedure(question, procedure, agency), page, language, kind)


@router.get(
    "/agencies/{agency}/figures",
    summary="Read the figures of an agency",
    responses=_LOOKING,
    response_model=AgencyFigures,
)
def get_agency_figures(
    agency: AgencyPath, question: Question, language: Language = "vi", kind: AskedFormat = FileFormat.JSON
) -> AgencyFigures | Response:
    """Over all procedures: what is there now and what passed through in the period, by procedure and by unit below."""
    found = question.figures.of_agency(question.of(agency=agency), question.actor)
    return found if kind is FileFormat.JSON else sheet_answer(sheet_of_agency(found, language), kind, "agency")


@router.get(
    "/agencies/{agency}/figures/cases",
    summary="List the cases behind a figure of an agency",
    responses=_LOOKING,
    response_model=FigureCases,
)
def list_cases_of_agency_figures(
    agency: AgencyPath,
    question: Question,
    page: OnePage,
    number: AskedNumber = Number.NOW,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> FigureCases | Response:
    """Of all procedures, by unit and time."""
    return _cases(question, question.of(agency=agency), number, page, language, kind)


@router.get(
    "/agencies/{agency}/figures/late",
    summary="List what is late now at an agency",
    responses=_LOOKING,
    response_model=LateCases,
)
def list_late_cases_of_agency(
    agency: AgencyPath,
    question: Question,
    page: OnePage,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> LateCases | Response:
    """Of all procedures: whose, since when, and why."""
    return _late(question, question.of(agency=agency), page, language, kind)


def _of_procedure(question: _Question, procedure: ProcedureId, agency: str | None) -> FiguresAsked:
    whose = AgencyId(agency) if agency else get_agency(question.actor, "read_figures")
    return question.of(procedure=procedure, agency=whose)


def _cases(
    question: _Question, asked: FiguresAsked, number: Number, page: OnePage, language: str, kind: FileFormat
) -> FigureCases | Response:
    if kind is FileFormat.JSON:
        found, cursor = question.figures.cases(asked, number, question.actor, page)
        return FigureCases(items=list(found), next=cursor)
    cases = every(lambda one: question.figures.cases(asked, number, question.actor, one))
    return sheet_answer(sheet_of_figure_cases(cases, language), kind, "cases")


def _late(
    question: _Question, asked: FiguresAsked, page: OnePage, language: str, kind: FileFormat
) -> LateCases | Response:
    if kind is FileFormat.JSON:
        found, cursor = question.figures.late(asked, question.actor, page)
        return LateCases(items=list(found), next=cursor)
    cases = every(lambda one: question.figures.late(asked, question.actor, one))
    return sheet_answer(sheet_of_late(cases, language), kind, "late")
