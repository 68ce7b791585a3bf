"""The worklist of the caller's agency: its unfinished steps, what is at risk on top."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.auth import CallingActor
from api.cases.clock_shapes import clock_read, limit_read, local, maybe_local
from api.dependencies import OnePage, Reader, TheProduct
from api.errors import problem_responses
from api.plain_json import PlainText
from api.schemas import words
from api.worklist import schemas
from engine.core.case import StepStatus
from engine.core.errors import Reason
from engine.core.identifiers import AgencyId, ProcedureId
from engine.core.words import STEP_STATUS
from engine.core.work_standing import STANDING_WORDS, WorkStanding
from engine.service.read_case import WorkItem, get_agency
from engine.service.worklist_ports import WorkFilter

router = APIRouter(prefix="/worklist", tags=["steps"])


async def filter_of(
    procedure: Annotated[PlainText | None, Query(max_length=100, description="Of this procedure only.")] = None,
    status: Annotated[StepStatus | None, Query(description="`open`, `claimed` or `suspended` ones only.")] = None,
    standing: Annotated[WorkStanding | None, Query(description="Only what stands so.")] = None,
    territory: Annotated[
        PlainText | None, Query(max_length=100, description="Of cases of this territory only.")
    ] = None,
    receiving_agency: Annotated[
        PlainText | None, Query(max_length=100, description="Of cases that this agency received only.")
    ] = None,
    q: Annotated[
        PlainText | None,
        Query(
            max_length=200, description="A part of the dossier code or of the applicant's name, however it is typed."
        ),
    ] = None,
) -> WorkFilter:
    return WorkFilter(
        procedure=ProcedureId(procedure) if procedure else None,
        status=status,
        standing=standing,
        territory=territory,
        receiving_agency=AgencyId(receiving_agency) if receiving_agency else None,
        text=q,
    )


Filter = Annotated[WorkFilter, Depends(filter_of)]
HeldBy = Annotated[
    PlainText | None,
    Query(max_length=200, description="What `me`, `nobody`, or the colleague whose account has this id has taken on."),
]


@router.get(
    "",
    summary="See what waits at your agency",
    responses=problem_responses("unauthenticated", "input_invalid", Reason.NOT_PERMITTED),
)
def read_worklist(
    actor: CallingActor, reader: Reader, page: OnePage, only: Filter, holder: HeldBy = None
) -> schemas.Worklist:
    """The open, claimed and suspended steps of the caller's agency: overdue ones first, then those due soon, then the
    nearest due; what waits, or has no date, last. All pages of a list stand as of the instant of the first."""
    agency = get_agency(actor, "read_worklist")
    items, cursor = reader.worklist(actor, page, only, holder)
    counts = reader.count_work(actor, only, holder) if page.after is None else None
    return schemas.Worklist(
        agency=agency,
        counts=schemas.WorkCounts(**dict(counts)) if counts is not None else None,
        items=[_item(item) for item in items],
        next=cursor,
    )


@router.get(
    "/colleagues",
    summary="See whom a step can be given to",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED),
)
def list_colleagues(actor: CallingActor, product: TheProduct) -> schemas.Colleagues:
    """The accounts of the caller's agency that may work on steps; for a lead, who gives them out."""
    found = product.colleagues.of(actor)
    return schemas.Colleagues(
        items=[schemas.Colleague(id=one.id, name=one.name, procedures=list(one.procedures)) for one in found]
    )


def _item(item: WorkItem) -> schemas.WorklistItem:
    step, case, view, assigned = item.entry.step, item.entry.case, item.view, item.assigned
    return schemas.WorklistItem(
        case_id=case.case_id,
        version=case.version,
        dossier_code=case.dossier_code,
        applicant=case.applicant,
        procedure=case.procedure,
        procedure_title=words(view.definition.title),
        territory=case.territory,
        receiving_agency=case.receiving_agency,
        step=step.step,
        title=words(view.definition.steps[step.step].title),
        status=step.status,
        status_words=words(STEP_STATUS[step.status]),
        standing=item.entry.standing,
        standing_words=words(STANDING_WORDS[item.entry.standing]),
        opened_at=local(step.opened_at),
        claimed_by=step.claimed_by_name,
        claimed_by_id=step.claimed_by,
        assigned_by=assigned.actor.name if assigned else None,
        assigned_at=local(assigned.event.at) if assigned else None,
        limit=limit_read(view.times.limits.get(step.step)),
        due_at=maybe_local(step.due_at),
        clock=clock_read(view.times.steps.get(step.step)),
    )
