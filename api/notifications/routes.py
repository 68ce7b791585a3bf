"""What the owner of a dossier was told without asking, for the officer who is asked about it."""

from fastapi import APIRouter

from api.auth import CallingActor
from api.cases.clock_shapes import local
from api.dependencies import CasePath, TheProduct
from api.errors import problem_responses
from api.notifications import schemas
from api.schemas import words
from engine.core.errors import Reason
from engine.core.notifications import NOTIFICATION_WORDS
from engine.service.notification_ports import NotificationRecord
from engine.wiring import build_owner_notifications

router = APIRouter(tags=["notifications"])


@router.get(
    "/cases/{case_id}/notifications",
    summary="List what the owner was told",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED, "not_found", "input_invalid"),
)
def list_notifications(case_id: CasePath, actor: CallingActor, product: TheProduct) -> schemas.OwnerNotifications:
    """Letters and text messages about the case, sent, waiting or given up, and whether its owner can be reached."""
    told = build_owner_notifications(product).of_case(case_id, actor, product.reader)
    return schemas.OwnerNotifications(
        reached_by=[way.value for way in told.reached_by], items=[_read(one) for one in told.notes]
    )


def _read(kept: NotificationRecord) -> schemas.OwnerNotification:
    note = kept.note
    return schemas.OwnerNotification(
        kind=note.kind.value,
        title=words(NOTIFICATION_WORDS[note.kind]),
        way=note.way.value,
        sequence=note.sequence,
        at=local(note.at),
        outcome=kept.outcome.value if kept.outcome else None,
        settled_at=local(kept.settled_at) if kept.settled_at else None,
        attempts=kept.attempts,
        next_attempt_at=local(kept.next_attempt_at) if kept.outcome is None else None,
        last_error=kept.last_error,
    )
