"""The audit trail over HTTP, for the auditor: the newest first, page by page."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.audit import schemas
from api.auth import CallingActor
from api.cases.clock_shapes import local
from api.dependencies import OnePage, TheProduct
from api.errors import problem_responses
from api.plain_json import PlainText
from api.schemas import words
from engine.core.audit import AuditEntry, AuditKind
from engine.core.audit_words import KINDS
from engine.core.errors import Reason
from engine.core.identifiers import ActorId, CaseId
from engine.core.values import Instant
from engine.service.audit_ports import AuditQuery

router = APIRouter(tags=["audit"])


@router.get(
    "/audit",
    summary="Read the audit trail",
    responses=problem_responses("unauthenticated", Reason.NOT_PERMITTED, "input_invalid"),
)
def list_audit_entries(
    _actor: CallingActor,
    product: TheProduct,
    page: OnePage,
    kind: Annotated[AuditKind | None, Query(description="Only this kind.")] = None,
    actor: Annotated[PlainText | None, Query(max_length=200, description="Only of this account.")] = None,
    case_id: Annotated[PlainText | None, Query(max_length=100, description="Only of this case.")] = None,
    since: Annotated[Instant | None, Query(description="From this instant on.")] = None,
    until: Annotated[Instant | None, Query(description="Before this instant.")] = None,
) -> schemas.AuditEntryList:
    """What leaves no event: sign-ins made and refused, refused commands, looks at cases, tokens, delegations, exports. What
    can be repeated at will is there once a minute for each account, case and kind. A look at the trail is entered, too."""
    asked = AuditQuery(
        kind=kind,
        actor=ActorId(actor) if actor is not None else None,
        case_id=CaseId(case_id) if case_id is not None else None,
        since=since,
        until=until,
    )
    found, cursor = product.audit.list_entries(asked, page)
    return schemas.AuditEntryList(items=[_read(entry) for entry in found], next=cursor)


def _read(entry: AuditEntry) -> schemas.AuditEntryRead:
    return schemas.AuditEntryRead(
        id=entry.entry_id,
        at=local(entry.at),
        kind=entry.kind,
        words=words(KINDS[entry.kind]),
        actor=entry.actor,
        case_id=entry.case_id,
        about=entry.about,
        outcome=entry.outcome,
        address=entry.address,
    )
