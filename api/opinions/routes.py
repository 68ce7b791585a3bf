"""The questions that other agencies have put to one's own."""

from fastapi import APIRouter

from api.auth import CallingActor
from api.cases.clock_shapes import local
from api.dependencies import TheProduct
from api.errors import problem_responses
from api.opinions import schemas
from api.schemas import words
from engine.core.errors import Reason
from engine.service.read_opinions import AskedOpinion

router = APIRouter(tags=["steps"])


@router.get(
    "/opinions",
    summary="See what your agency is asked",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED),
)
def list_asked_opinions(actor: CallingActor, product: TheProduct) -> schemas.AskedOpinionsRead:
    """The open questions of other agencies to the caller's, what is due first in front. Being asked shows nothing else of
    the case."""
    found = product.opinions.asked_of(actor)
    return schemas.AskedOpinionsRead(
        items=[_read(one) for one in found.items], is_whole=found.is_whole, as_of=local(found.as_of)
    )


def _read(one: AskedOpinion) -> schemas.AskedOpinionRead:
    row, opinion = one.row, one.opinion
    return schemas.AskedOpinionRead(
        case_id=row.case_id,
        step=opinion.step,
        opinion=opinion.id,
        dossier_code=one.dossier_code,
        procedure_title=words(one.procedure),
        step_title=words(one.step),
        asked_for=opinion.asked_for,
        asked_for_title=words(one.asked_for),
        question=opinion.question,
        asked_at=local(opinion.asked_at),
        due_at=local(opinion.due_at),
        overdue=one.is_late,
        href=f"/cases/{row.case_id}/steps/{opinion.step}/give-opinion",
    )
