"""Cases over HTTP: hand in, receive, withdraw; look at them as of any instant."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.auth import CallingActor
from api.cases import act_schemas, schemas
from api.cases.citizen_access import with_access
from api.cases.present import (
    case_read,
    commands_read,
    due_dates_read,
    event_read,
    receipt_read,
    summary_read,
)
from api.command_route import CommandRoute
from api.dependencies import AsOf, CasePath, Language, OnePage, Reader
from api.desk import COMMAND_PROBLEMS, Desk, command_routes
from api.errors import problem_responses
from api.plain_json import PlainText
from api.schemas import papers
from api.trail import note_case
from engine.core import commands
from engine.core.case import CaseStatus
from engine.core.errors import Reason
from engine.core.identifiers import DossierCode, ProcedureId, StepId
from engine.core.lateness import CaseLateness, lateness_of
from engine.core.time_shares import CaseAttribution, attribution_of
from engine.core.values import Instant
from engine.service.explanation_record import ExplanationRecord, explanation_record
from engine.service.read_case import CaseFilter, get_agency

router = APIRouter(prefix="/cases", route_class=CommandRoute)
_command = command_routes(router)
_LOOKING = problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid")


@_command(
    "",
    status_code=201,
    tags=["cases"],
    summary="Hand in a dossier",
    responses=problem_responses(*COMMAND_PROBLEMS, Reason.FORM_INVALID, Reason.NO_VERSION_IN_FORCE),
)
def submit_case(body: act_schemas.CaseCreate, desk: Desk) -> Response:
    """The applicant hands the dossier in (nộp hồ sơ). The clock of the acceptance runs; the case gets its id here,
    read off the command's id: repeating the request with the same `Idempotency-Key` gives the same case."""
    case_id = desk.new_case_id()
    desk.headers["Location"] = f"/cases/{case_id}"
    return desk.take(
        commands.SubmitCase(
            **desk.envelope(case_id, body),
            procedure=body.procedure,
            territory=body.territory,
            channel=body.channel,
            form=body.form,
            documents=papers(body.documents),
        ),
        status=201,
    )


@_command(
    "/{case_id}/receive",
    response_model=schemas.CaseReceivedRead,
    tags=["cases"],
    summary="Receive the complete dossier",
    responses=problem_responses(
        *COMMAND_PROBLEMS,
        Reason.DOSSIER_INCOMPLETE,
        Reason.FACT_UNKNOWN,
        Reason.NO_COMPETENT_AGENCY,
        Reason.NO_VERSION_IN_FORCE,
    ),
)
def receive_case(case_id: CasePath, desk: Desk, body: act_schemas.Receive | None = None) -> Response:
    """The one-stop unit takes the dossier in (tiếp nhận): it gets its dossier code and the promised date, and the
    first agencies find their steps on their worklists. `citizen_access` is for the slip, and is told this once."""
    command = commands.ReceiveCase(
        **desk.envelope(case_id, body),
        dossier_code=DossierCode(""),  # given in the command's transaction, so that no serial is used twice
        receiving_agency=get_agency(desk.actor, "receive_case"),
        facts=body.facts if body else {},
    )
    return desk.take(command, more=partial(with_access, desk))


@_command(
    "/{case_id}/refuse-receipt",
    tags=["cases"],
    summary="Refuse to receive the dossier",
    responses=problem_responses(*COMMAND_PROBLEMS),
)
def refuse_receipt(case_id: CasePath, body: act_schemas.RefuseReceipt, desk: Desk) -> Response:
    """The one-stop unit does not take the dossier in (từ chối tiếp nhận, form 03); the case ends."""
    said = desk.envelope(case_id, body)
    return desk.take(commands.RefuseReceipt(**said, reason=body.reason, legal_basis=body.legal_basis))


@_command(
    "/{case_id}/withdraw",
    tags=["cases"],
    summary="Withdraw the case",
    responses=problem_responses(*COMMAND_PROBLEMS),
)
def withdraw_case(case_id: CasePath, body: act_schemas.Withdraw, desk: Desk) -> Response:
    """The applicant takes the dossier back (rút hồ sơ); the case ends and no agency works on."""
    return desk.take(commands.WithdrawCase(**desk.envelope(case_id, body), reason=body.reason))


@_command(
    "/{case_id}/transfer",
    tags=["cases"],
    summary="Give the dossier to another unit",
    responses=problem_responses(*COMMAND_PROBLEMS, Reason.WRONG_AGENCY, Reason.TRANSFER_NOT_POSSIBLE),
)
def transfer_case(case_id: CasePath, body: act_schemas.Transfer, desk: Desk) -> Response:
    """Another one-stop unit answers for the dossier, because the one that had it has ended; its code and its clock
    stay. The lead of the unit that has it may do this."""
    said = desk.envelope(case_id, body)
    command = commands.TransferCase(**said, to_agency=body.to_agency, reason=body.reason, legal_basis=body.legal_basis)
    return desk.take(command)


@router.get(
    "",
    tags=["cases"],
    summary="List cases",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED, "input_invalid"),
)
def list_cases(
    actor: CallingActor,
    reader: Reader,
    page: OnePage,
    status: CaseStatus | None = None,
    procedure: Annotated[PlainText | None, Query(max_length=100)] = None,
    q: Annotated[PlainText | None, Query(max_length=200, description="In the applicant's name or the code.")] = None,
) -> schemas.CaseList:
    """The cases that the caller may see, the newest first, page by page."""
    only = CaseFilter(procedure=ProcedureId(procedure) if procedure else None, status=status, text=q)
    rows, cursor = reader.list_cases(actor, only, page)
    return schemas.CaseList(items=[summary_read(row) for row in rows], next=cursor)


@router.get("/by-code/{dossier_code}", tags=["cases"], summary="Find a case by its dossier code", responses=_LOOKING)
def get_case_by_code(
    dossier_code: PlainText, actor: CallingActor, reader: Reader, request: Request, response: Response
) -> schemas.CaseRead:
    """The case whose receipt carries this dossier code (mã hồ sơ)."""
    view = reader.get_view_by_code(DossierCode(dossier_code), actor)
    note_case(request, view.state.id)
    response.headers["ETag"] = f'"{view.version}"'
    return case_read(view, reader.find_execution(view.state.id))


@router.get("/{case_id}", tags=["cases"], summary="Look at a case", responses=_LOOKING)
def get_case(
    case_id: CasePath, actor: CallingActor, reader: Reader, response: Response, as_of: AsOf = None
) -> schemas.CaseRead:
    """The case with its steps and clocks, now or as the law saw it at `as_of`."""
    view = reader.get_view(case_id, actor, as_of)
    response.headers["ETag"] = f'"{view.state.version}"'
    return case_read(view, reader.find_execution(case_id))


@router.get("/{case_id}/events", tags=["cases"], summary="Read what happened", responses=_LOOKING)
def list_events(case_id: CasePath, actor: CallingActor, reader: Reader) -> schemas.EventList:
    """Every event of the case in its order: the ledger itself."""
    view = reader.get_view(case_id, actor)
    return schemas.EventList(events=[event_read(recorded) for recorded in view.history])


@router.get("/{case_id}/due-dates", tags=["time"], summary="Ask for the due dates", responses=_LOOKING)
def get_due_dates(case_id: CasePath, actor: CallingActor, reader: Reader, as_of: AsOf = None) -> schemas.DueDates:
    """Every time limit of the case and how it stands, now or as of any instant; waits are not counted."""
    return due_dates_read(reader.get_view(case_id, actor, as_of))


@router.get(
    "/{case_id}/explanation", tags=["time"], summary="Ask why the due dates are what they are", responses=_LOOKING
)
def get_explanation(
    case_id: CasePath,
    actor: CallingActor,
    reader: Reader,
    step: Annotated[PlainText | None, Query(max_length=100, description="One step only; not given: all.")] = None,
    as_of: AsOf = None,
    language: Language = "vi",
) -> ExplanationRecord:
    """The reckoning of the whole case and of each step: every day counted, passed over (by which decision) or taken by
    a suspension (by whom, why, by which article), adding up to the limit; and the same in sentences to read out."""
    return explanation_record(reader.get_view(case_id, actor, as_of), language, StepId(step) if step else None)


@router.get("/{case_id}/lateness", tags=["time"], summary="Ask how timely the case was", responses=_LOOKING)
def get_lateness(
    case_id: CasePath,
    actor: CallingActor,
    reader: Reader,
    period_end: Annotated[
        Instant | None, Query(description="The end of the reporting period; what came later is left out. None: now.")
    ] = None,
) -> CaseLateness:
    """Two numbers side by side: by law, and by the metric of Decision 766/QĐ-TTg under both readings of `more than one
    request`. Each carries the request of the deadline interface that gives it again."""
    view = reader.get_view(case_id, actor, period_end)
    return lateness_of(view.law, view.state, view.as_of)


@router.get("/{case_id}/attribution", tags=["time"], summary="Ask who had the time", responses=_LOOKING)
def get_attribution(case_id: CasePath, actor: CallingActor, reader: Reader, as_of: AsOf = None) -> CaseAttribution:
    """Every second from the receipt to the end of the case, or to `as_of`, with one owner: an agency, the applicant,
    another wait by its kind, or nobody, outside working time; adding up to the whole, with the steps that decided the
    end."""
    view = reader.get_view(case_id, actor, as_of)
    return attribution_of(view.law, view.state, view.as_of)


@router.get("/{case_id}/available-commands", tags=["cases"], summary="Ask what may be done now", responses=_LOOKING)
def list_available_commands(case_id: CasePath, actor: CallingActor, reader: Reader) -> schemas.AvailableCommands:
    """The commands that the caller may give now, read off the table by which commands are decided."""
    view, found = reader.available(case_id, actor)
    return commands_read(view, found)


@router.get("/{case_id}/receipt", tags=["cases"], summary="Print the receipt", responses=_LOOKING)
def get_receipt(case_id: CasePath, actor: CallingActor, reader: Reader) -> schemas.Receipt:
    """The data of form 01, as of the receipt: code, promised date, planned steps, papers handed in."""
    return receipt_read(reader.get_view_at_receipt(case_id, actor))
