"""The work of agencies on their steps, one operation for each command."""

from fastapi import APIRouter, Response

from api.cases.act_schemas import Transfer
from api.command_route import CommandRoute, in_a_thread
from api.dependencies import CasePath, StepPath
from api.desk import COMMAND_PROBLEMS, Desk, command_routes
from api.errors import problem_responses
from api.schemas import Act, papers
from api.steps import schemas
from engine.core import commands
from engine.core.definition_basics import TimeLimit
from engine.core.errors import Reason

router = APIRouter(prefix="/cases/{case_id}/steps/{step}", tags=["steps"], route_class=CommandRoute)
_command = command_routes(router)
_WORK = (*COMMAND_PROBLEMS, Reason.STEP_UNKNOWN, Reason.WRONG_AGENCY)
_ONE_PERSON = (*_WORK, Reason.CLAIMED_BY_ANOTHER)
_NOT_ASSIGNED = Reason.ASSIGNMENT_NOT_POSSIBLE


@_command("/claim", summary="Take a step on", responses=problem_responses(*_WORK))
def claim_step(case_id: CasePath, step: StepPath, desk: Desk, body: Act | None = None) -> Response:
    """A caseworker takes an open step of the own agency on (nhận xử lý); colleagues see by whom."""
    return desk.take(commands.ClaimStep(**desk.envelope(case_id, body), step=step))


@_command("/release", summary="Give a step back", responses=problem_responses(*_ONE_PERSON))
def release_step(case_id: CasePath, step: StepPath, desk: Desk, body: Act | None = None) -> Response:
    """The caseworker gives the step back to the agency's worklist; its clock runs on."""
    return desk.take(commands.ReleaseStep(**desk.envelope(case_id, body), step=step))


@_command("/assign", summary="Give a step to a colleague", responses=problem_responses(*_WORK, _NOT_ASSIGNED))
@in_a_thread
def assign_step(case_id: CasePath, step: StepPath, body: schemas.Assignment, desk: Desk) -> Response:
    """The lead of the agency gives a step that is open, claimed or suspended to one who works there (giao xử lý); who had
    it before has it no more, and its clock runs on. `GET /worklist/colleagues` lists whom it can be given to."""
    assignee = desk.product.colleagues.find(body.to)
    command = commands.AssignStep(**desk.envelope(case_id, body), step=step, to=body.to, assignee=assignee)
    return desk.take(command)


@_command(
    "/complete",
    summary="Complete a step",
    responses=problem_responses(
        *_ONE_PERSON,
        Reason.RESULT_INVALID,
        Reason.DOSSIER_INCOMPLETE,
        Reason.FACT_INVALID,
        Reason.TIME_LIMIT_PASSED,
        Reason.CALENDAR_RUNS_OUT,
    ),
)
def complete_step(case_id: CasePath, step: StepPath, desk: Desk, body: schemas.Complete | None = None) -> Response:
    """The agency finishes its step with its result; what becomes ready is open for the next agency at once."""
    said = body or schemas.Complete()
    envelope = desk.envelope(case_id, said)
    command = commands.CompleteStep(**envelope, step=step, result=said.result, documents=papers(said.documents))
    return desk.take(command)


@_command("/refuse", summary="Refuse", responses=problem_responses(*_ONE_PERSON))
def refuse_step(case_id: CasePath, step: StepPath, body: schemas.Refuse, desk: Desk) -> Response:
    """The agency refuses (từ chối giải quyết); steps that need this one are not reached."""
    said = desk.envelope(case_id, body)
    return desk.take(commands.RefuseStep(**said, step=step, reason=body.reason, legal_basis=body.legal_basis))


@_command(
    "/facts",
    summary="Establish a fact",
    responses=problem_responses(*_ONE_PERSON, Reason.FACT_UNKNOWN),
)
def establish_fact(case_id: CasePath, step: StepPath, body: schemas.Fact, desk: Desk) -> Response:
    """What the agency found out and the procedure's conditions look at, e.g. that a verification is needed."""
    said = desk.envelope(case_id, body)
    return desk.take(commands.EstablishFact(**said, step=step, name=body.name, value=body.value))


@_command(
    "/request-supplement",
    summary="Ask the applicant for a supplement",
    responses=problem_responses(
        *_ONE_PERSON,
        Reason.SUSPENSION_NOT_FORESEEN,
        Reason.SUSPENSION_USED_UP,
        Reason.DOCUMENT_UNKNOWN,
    ),
)
def request_supplement(case_id: CasePath, step: StepPath, body: schemas.SupplementRequest, desk: Desk) -> Response:
    """Form 02: complete, with reasons. The step's clock stands still until the papers come in."""
    command = commands.RequestSupplement(
        **desk.envelope(case_id, body),
        step=step,
        rule=body.rule,
        reasons=tuple(body.reasons),
        documents=tuple(body.documents),
    )
    return desk.take(command)


@_command(
    "/hand-in-supplement",
    summary="Hand the supplement in",
    responses=problem_responses(
        *COMMAND_PROBLEMS,
        Reason.STEP_UNKNOWN,
        Reason.DOSSIER_INCOMPLETE,
        Reason.SUPPLEMENT_TERM_EXPIRED,
        Reason.WAIT_ENDED_OTHERWISE,
    ),
)
def hand_in_supplement(case_id: CasePath, step: StepPath, body: schemas.Supplement, desk: Desk) -> Response:
    """What was asked for comes in, all of it; the clock runs again from this instant."""
    said = desk.envelope(case_id, body)
    given = papers(body.documents)
    return desk.take(commands.HandInSupplement(**said, step=step, documents=given, note=body.note))


@_command(
    "/extend",
    summary="Extend the time limit",
    responses=problem_responses(
        *_WORK,
        Reason.EXTENSION_NOT_FORESEEN,
        Reason.EXTENSION_USED_UP,
        Reason.EXTENSION_TOO_LATE,
        Reason.EXTENSION_NOT_LATER,
        Reason.EXTENSION_TOO_LONG,
        Reason.EXTENSION_DURING_RETURN,
        Reason.EXTENSION_INVALID,
        Reason.TIME_LIMIT_PASSED,
        Reason.CALENDAR_RUNS_OUT,
    ),
)
def extend_time_limit(case_id: CasePath, step: StepPath, body: schemas.Extension, desk: Desk) -> Response:
    """Form 04: a leader of the agency apologises, with the reason and a new date; the original date stays visible."""
    command = commands.ExtendTimeLimit(
        **desk.envelope(case_id, body),
        step=step,
        rule=body.rule,
        plus=TimeLimit(n=body.plus.n, unit=body.plus.unit) if body.plus else None,
        new_due_on=body.new_due_on,
        reason=body.reason,
        agency_at_fault=body.agency_at_fault,
    )
    return desk.take(command)


@_command(
    "/resume",
    summary="End the agency's own wait",
    responses=problem_responses(
        *_WORK, Reason.DOSSIER_INCOMPLETE, Reason.DOCUMENT_UNKNOWN, Reason.WAIT_ENDED_OTHERWISE
    ),
)
def resume_time_limit(case_id: CasePath, step: StepPath, body: schemas.WaitEnd, desk: Desk) -> Response:
    """What the agency itself waited for has come: another agency's opinion, the originals, the proof of a payment."""
    said = desk.envelope(case_id, body)
    given = papers(body.documents)
    return desk.take(commands.ResumeTimeLimit(**said, step=step, rule=body.rule, documents=given, note=body.note))


@_command(
    "/return",
    summary="Return the case to an earlier step",
    responses=problem_responses(*_ONE_PERSON, Reason.RETURN_NOT_FORESEEN, Reason.NOTHING_TO_RETURN_TO),
)
def return_to_step(case_id: CasePath, step: StepPath, body: schemas.Return, desk: Desk) -> Response:
    """The result of an earlier step is wrong: that step is open again, and this one waits until it is done once more."""
    said = desk.envelope(case_id, body)
    return desk.take(commands.ReturnToStep(**said, step=step, to=body.to, reason=body.reason))


@_command(
    "/transfer",
    summary="Give a step to another agency",
    responses=problem_responses(*_WORK, Reason.TRANSFER_NOT_POSSIBLE),
)
def transfer_step(case_id: CasePath, step: StepPath, body: Transfer, desk: Desk) -> Response:
    """Another agency goes on with the open step where it stands; nobody has claimed it then, and its clock runs on.
    The lead of the agency that has it may do this."""
    command = commands.TransferStep(
        **desk.envelope(case_id, body),
        step=step,
        to_agency=body.to_agency,
        reason=body.reason,
        legal_basis=body.legal_basis,
    )
    return desk.take(command)
