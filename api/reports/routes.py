"""Statutory figures of an agency with what belongs to it, for who may read the agency, and the cases behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.auth import CallingActor
from api.cases.clock_shapes import local, maybe_local
from api.dependencies import Language, OnePage, TheProduct
from api.errors import problem_responses
from api.plain_json import PlainText
from api.reports import schemas
from api.schemas import words
from api.sheet_answer import FILES, AskedFormat, FileFormat, every, sheet_answer
from engine.core.actors import Actor
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.lateness import CaseLateness
from engine.core.legal_time import MoreThanOne, civil_date, to_instant
from engine.core.report_ii06a import COLUMN_WORDS, EndedOtherwise, Line
from engine.core.values import Value
from engine.figures_wiring import build_reports
from engine.service.ports import Page
from engine.service.read_case import get_agency
from engine.service.report_sheets import sheet_of_cases, sheet_of_indicator, sheet_of_inputs, sheet_of_report
from engine.service.reports import Asked, Listed, Reports, period_of

router = APIRouter(prefix="/reports", tags=["reports"])
_LOOKING: dict[int | str, Any] = {
    **problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
    200: FILES,
}


class InputsOf766(Value):
    """A page of what indicator 2.1 is reckoned from, case by case; `next` is the cursor for `after`, null at the end."""

    items: list[CaseLateness]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Question:
    """What every report is asked."""

    asked: Asked
    actor: Actor
    reports: Reports


def _question(
    actor: CallingActor,
    product: TheProduct,
    agency: Annotated[
        PlainText | None, Query(max_length=100, description="With all that belongs to it. Not given: the caller's.")
    ] = None,
    first: Annotated[
        date | None, Query(alias="from", description="The first day; not given: the first of the month.")
    ] = None,
    last: Annotated[date | None, Query(alias="to", description="The last day; not given: today.")] = None,
    ended_otherwise: Annotated[
        EndedOtherwise,
        Query(description="Withdrawn and stopped cases: counted as on time, as is practice, or left out everywhere."),
    ] = EndedOtherwise.ON_TIME,
) -> _Question:
    end = last or civil_date(to_instant(product.clock.now()))
    period = period_of(first or end.replace(day=1), end)
    whose = AgencyId(agency) if agency else get_agency(actor, "read_reports")
    return _Question(Asked(whose, period, ended_otherwise), actor, build_reports(product))


Question = Annotated[_Question, Depends(_question)]


@router.get("/ii06a", summary="Read report II.06a", responses=_LOOKING, response_model=schemas.ReportRead)
def get_report_ii06a(
    question: Question, language: Language = "vi", kind: AskedFormat = FileFormat.JSON
) -> schemas.ReportRead | Response:
    """How the cases of an agency and a period were dealt with: by law, waits left out, a line for each procedure."""
    found = question.reports.ii06a(question.asked, question.actor)
    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_report(found, language), kind, "ii06a")
    return schemas.ReportRead(
        agency=found.agency,
        agencies=list(found.agencies),
        first=found.period.first,
        last=found.period.last,
        as_of=local(found.as_of),
        ended_otherwise=found.ended_otherwise.value,
        columns=[schemas.ColumnRead(number=n, title=words(title)) for n, title in COLUMN_WORDS.items()],
        lines=[
            schemas.ReportLineRead(procedure=one.procedure, title=words(one.title), numbers=_numbers(one.numbers))
            for one in found.lines
        ],
        total=_numbers(found.total),
        not_judged=found.not_judged,
        without_limit=found.without_limit,
    )


@router.get(
    "/ii06a/cases",
    summary="List the cases behind a number of report II.06a",
    responses=_LOOKING,
    response_model=schemas.ReportedCases,
)
def list_cases_of_report_ii06a(
    question: Question,
    page: OnePage,
    column: Annotated[int, Query(ge=3, le=13, description="The column: 3 lists all cases of the report.")] = 3,
    procedure: Annotated[
        PlainText | None, Query(max_length=100, description="Behind the line of this procedure. Not given: the total.")
    ] = None,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> schemas.ReportedCases | Response:
    """What ended in the period first, then what ended after it, then what goes on; as many as the number says."""
    only = ProcedureId(procedure) if procedure else None

    def ask(where: Page) -> tuple[Sequence[Listed], str | None]:
        return question.reports.cases(question.asked, column, question.actor, where, only)

    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_cases(every(ask), language), kind, "ii06a-cases")
    found, cursor = ask(page)
    return schemas.ReportedCases(items=[_read(listed) for listed in found], next=cursor)


@router.get(
    "/766",
    summary="Read the progress indicator of Decision 766",
    responses=_LOOKING,
    response_model=schemas.IndicatorRead,
)
def get_indicator_766(
    question: Question,
    more_than_one: Annotated[
        MoreThanOne, Query(description="`more than one request is late`: always, or only of what still waits.")
    ] = MoreThanOne.LATE,
    language: Language = "vi",
    kind: AskedFormat = FileFormat.JSON,
) -> schemas.IndicatorRead | Response:
    """The share of dossiers on time, against the date first promised, supplements subtracted."""
    found = question.reports.indicator(question.asked, more_than_one, question.actor)
    if kind is not FileFormat.JSON:
        return sheet_answer(sheet_of_indicator(found, language), kind, "766")
    said = found.model_dump(exclude={"period", "as_of"})
    return schemas.IndicatorRead(first=found.period.first, last=found.period.last, as_of=local(found.as_of), **said)


@router.get(
    "/766/inputs",
    summary="List what the progress indicator is reckoned from",
    responses=_LOOKING,
    response_model=InputsOf766,
)
def list_inputs_of_indicator_766(
    question: Question,
    page: OnePage,
    more_than_one: Annotated[
        MoreThanOne, Query(description="Of a file: the reading that it is for. JSON has both.")
    ] = MoreThanOne.LATE,
    kind: AskedFormat = FileFormat.JSON,
) -> InputsOf766 | Response:
    """Each case with both measures, and the request of the deadline interface that gives them again."""
    if kind is not FileFormat.JSON:
        cases = every(lambda one: question.reports.inputs(question.asked, question.actor, one))
        return sheet_answer(sheet_of_inputs(cases, more_than_one), kind, "766-inputs")
    found, cursor = question.reports.inputs(question.asked, question.actor, page)
    return InputsOf766(items=list(found), next=cursor)


def _numbers(line: Line) -> dict[str, int]:
    return {str(column): number for column, number in line.columns().items()}


def _read(listed: Listed) -> schemas.ReportedCase:
    row = listed.row
    return schemas.ReportedCase(
        case_id=row.case_id,
        dossier_code=row.dossier_code,
        procedure=row.procedure,
        receiving_agency=row.receiving_agency,
        channel=row.channel.value if row.channel else None,
        is_carried=listed.carried,
        received_at=maybe_local(row.received_at),
        promised_due_at=maybe_local(row.promised_due_at),
        closed_at=maybe_local(row.closed_at),
        standing=listed.standing.value,
    )
