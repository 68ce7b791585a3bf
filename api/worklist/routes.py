"""The worklist of the caller's agency: its unfinished steps, the nearest due first."""

from fastapi import APIRouter

from api.auth import CallingActor
from api.cases.clock_shapes import clock_read, limit_read, local, maybe_local
from api.dependencies import OnePage, Reader
from api.errors import problem_responses
from api.schemas import words
from api.worklist import schemas
from engine.core.errors import Reason
from engine.core.words import STEP_STATUS
from engine.service.read_case import WorkItem, get_agency

router = APIRouter(prefix="/worklist", tags=["steps"])


@router.get(
    "",
    summary="See what waits at your agency",
    responses=problem_responses("unauthenticated", "input_invalid", Reason.NOT_PERMITTED),
)
def read_worklist(actor: CallingActor, reader: Reader, page: OnePage) -> schemas.Worklist:
    """The open, claimed and suspended steps of the caller's agency: the nearest due first, suspended ones last."""
    agency = get_agency(actor, "read_worklist")
    items, cursor = reader.worklist(actor, page)
    return schemas.Worklist(agency=agency, items=[_item(item) for item in items], next=cursor)


def _item(item: WorkItem) -> schemas.WorklistItem:
    step, case, view = item.entry.step, item.entry.case, item.view
    return schemas.WorklistItem(
        case_id=case.case_id,
        version=case.version,
        dossier_code=case.dossier_code,
        applicant=case.applicant,
        procedure=case.procedure,
        procedure_title=words(view.definition.title),
        step=step.step,
        title=words(view.definition.steps[step.step].title),
        status=step.status,
        status_words=words(STEP_STATUS[step.status]),
        opened_at=local(step.opened_at),
        claimed_by=step.claimed_by_name,
        limit=limit_read(view.times.limits.get(step.step)),
        due_at=maybe_local(step.due_at),
        clock=clock_read(view.times.steps.get(step.step)),
    )
