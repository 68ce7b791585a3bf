"""The opinion of another agency: asked, given, taken back; the clock of the step runs on."""

from fastapi import APIRouter, Response

from api.cases.schemas import CaseDone
from api.command_route import CommandRoute
from api.dependencies import CasePath, StepPath
from api.desk import COMMAND_PROBLEMS, Desk, command_routes
from api.errors import problem_responses
from api.steps import opinion_schemas as schemas
from engine.core import commands
from engine.core.definition_basics import TimeLimit
from engine.core.errors import Reason

router = APIRouter(prefix="/cases/{case_id}/steps/{step}", tags=["steps"], route_class=CommandRoute)
_command = command_routes(router)
_WORK = (*COMMAND_PROBLEMS, Reason.STEP_UNKNOWN, Reason.WRONG_AGENCY)
_ONE_PERSON = (*_WORK, Reason.CLAIMED_BY_ANOTHER)


@_command(
    "/ask-opinion",
    summary="Ask another agency for its opinion",
    responses=problem_responses(*_ONE_PERSON, Reason.OPINION_NOT_POSSIBLE, Reason.CALENDAR_RUNS_OUT),
)
def ask_opinion(case_id: CasePath, step: StepPath, body: schemas.OpinionRequest, desk: Desk) -> Response:
    """The agency of the step asks another one, and sets the term (NĐ 61/2018/NĐ-CP art. 19(5)). No clock stops: the
    step and the case are due when they were."""
    command = commands.AskOpinion(
        **desk.envelope(case_id, body),
        step=step,
        agency=body.agency,
        question=body.question,
        within=TimeLimit(n=body.within.n, unit=body.within.unit) if body.within else None,
        answer_by=body.answer_by,
    )
    return desk.take(command)


@_command(
    "/give-opinion",
    response_model=CaseDone,
    summary="Give an opinion",
    responses=problem_responses(*_WORK, Reason.OPINION_NOT_OPEN, Reason.DEEMED_ALREADY),
)
def give_opinion(case_id: CasePath, step: StepPath, body: schemas.OpinionText, desk: Desk) -> Response:
    """A caseworker of the agency that was asked answers, late or not, until the step is over. Being asked opens nothing
    of the case to that agency, so the answer says its id and version alone."""
    command = commands.GiveOpinion(
        **desk.envelope(case_id, body),
        step=step,
        opinion=body.opinion,
        answer=body.answer,
        text=body.text,
        reference=body.reference,
    )
    return desk.take(command, is_for_a_stranger=True)


@_command(
    "/withdraw-opinion",
    summary="Take a question back",
    responses=problem_responses(*_ONE_PERSON, Reason.OPINION_NOT_OPEN),
)
def withdraw_opinion(case_id: CasePath, step: StepPath, body: schemas.OpinionWithdrawal, desk: Desk) -> Response:
    """The agency that asked does not need the opinion any more, and says why."""
    said = desk.envelope(case_id, body)
    return desk.take(commands.WithdrawOpinion(**said, step=step, opinion=body.opinion, reason=body.reason))
